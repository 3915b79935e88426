function update()
    print("hero updates")
end

function on_stop()
    print("hero stops")
end
