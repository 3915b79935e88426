local lib = {}

function lib.get()
    return speed
end

function lib.set(value)
    speed = value
end

return lib
