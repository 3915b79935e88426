print("body")

function on_stop()
    print("stop")
end
