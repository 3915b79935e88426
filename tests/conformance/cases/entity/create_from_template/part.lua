function on_start(e)
    print(engine.frame() .. ": " .. e:name() .. " starts")
end
