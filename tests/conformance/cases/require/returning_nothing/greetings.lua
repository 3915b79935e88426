name = "nobody"

function hello()
    return "hello, " .. name
end
