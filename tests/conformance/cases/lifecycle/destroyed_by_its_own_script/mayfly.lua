function update(e)
    print("update " .. engine.frame())
    if engine.frame() == 2 then
        e:destroy()
        print("gone: " .. tostring(e:is_valid()))
    end
end
