function update()
    print("b: " .. tostring(shared))
    shared = "b's"
end
