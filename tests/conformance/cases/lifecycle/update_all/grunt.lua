function update()
    print("never called one by one")
end

function update_all(entities, dt)
    local names = {}
    for i, e in ipairs(entities) do
        names[i] = e:name()
    end
    print(#entities .. ": " .. table.concat(names, ", ") .. ", dt is " .. math.type(dt))
end
