function update()
    print("a: " .. tostring(shared))
    shared = "a's"
end
