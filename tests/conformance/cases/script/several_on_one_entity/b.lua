function update(e)
    e:data().count = engine.frame()
    print("b writes " .. e:data().count)
end
