count = 0


def add(a, b):
    global count
    count += 1
    return a + b


def how_often():
    return [count, script.path()]


def same(value):
    return value


def nothing():
    pass


def fail():
    entity.find_in_radius(Vec3(0, 0, 0), -1)


not_a_function = 5
