print("loaded")

function on_start(e)
    e:data().count = 0
end

function update(e)
    local data = e:data()
    data.count = data.count + 1
    print("update " .. data.count)
end
