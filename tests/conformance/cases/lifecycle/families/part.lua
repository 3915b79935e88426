function on_start(e)
    local parent = e:parent()
    print(engine.frame() .. ": " .. e:name() .. " starts, part of " .. (parent and parent:name() or "none"))
end

function on_stop(e)
    local parent = e:parent()
    print(engine.frame() .. ": " .. e:name() .. " stops, part of " .. (parent and parent:name() or "none"))
end
