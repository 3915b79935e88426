local parts = {}

function parts.double(n)
    return 2 * n
end

return parts
