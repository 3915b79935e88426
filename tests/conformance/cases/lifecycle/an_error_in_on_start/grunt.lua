function on_start(e)
    e:set_name(5)
end

function update()
    print("never called")
end
