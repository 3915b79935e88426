function update_all(entities)
    for _, e in ipairs(entities) do
        assert(e:is_valid())
    end
    print(#entities .. " grunts")
end
