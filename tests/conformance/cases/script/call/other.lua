count = 0

function add(a, b)
    count = count + 1
    return a + b
end

function how_often()
    return { count, script.path() }
end

function same(value)
    return value
end

function nothing()
end

function fail()
    entity.find_in_radius(Vec3(0, 0, 0), -1)
end

not_a_function = 5
