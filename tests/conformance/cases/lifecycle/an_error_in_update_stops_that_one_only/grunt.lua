function update(e)
    local number = e:data().number
    if number == 2 then
        entity.name(5)
    end
    print("grunt " .. number)
end
