function update(e)
    print("a sees " .. tostring(e:data().count))
end
