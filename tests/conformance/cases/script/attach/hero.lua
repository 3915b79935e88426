function on_start(e)
    print(e:name() .. " starts, path " .. script.path())
end

function update(e, dt)
    print(e:name() .. " updates, dt is " .. math.type(dt))
end

function on_stop(e)
    print(e:name() .. " stops")
end
