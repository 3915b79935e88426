# frames: 2
# What is written to a column's memory is written to the components, whoever looks, and shows whatever is written to them. In
# Python it is memory that libraries work on; other languages write rows of the column, and see the same.
import check

list = []
view = None


def write(row, value):
    for lane, number in enumerate(value):
        view[row, lane] = number


def read(row):
    return Vec3(*view.tolist()[row])


def on_start():
    global q, view
    for i in range(1, 5):
        e = entity.create()
        list.append(e)
        e.add("Transform", {"translation": Vec3(i, 0, 0)})
    q = query.create(["Transform"])
    view = memoryview(q.column("Transform.translation"))

    # Everybody sees what was written.
    write(0, Vec3(1, 10, 0))
    check.show(list[0].get_position())
    write(0, Vec3(1, 11, 0))
    check.show(list[0].handle("Transform").translation)
    write(0, Vec3(1, 12, 0))
    check.show(list[0].get("Transform")["translation"])
    write(0, Vec3(1, 13, 0))
    check.show(component.get_positions(list))
    write(1, Vec3(100, 0, 0))
    check.show(entity.find_in_radius(Vec3(100, 0, 0), 1) == [list[1]])
    write(1, Vec3(101, 0, 0))
    seen = []
    q.each(lambda e, transform: seen.append(transform.translation))
    check.show(seen)
    write(1, Vec3(102, 0, 0))
    check.show(list[1].clone().get_position())
    write(1, Vec3(103, 0, 0))
    check.show(q.column("Transform.translation.x").get(list[1]), q.column("Transform.translation").sum())

    # What anybody writes shows.
    list[2].set_position(Vec3(3, 1, 0))
    check.show(read(2))
    handle = list[2].handle("Transform")
    handle.translation = Vec3(3, 2, 0)
    check.show(read(2))
    handle.translation.y = 3
    check.show(read(2))
    list[2].set("Transform", {"translation": Vec3(3, 4, 0)})
    check.show(read(2))
    list[2].add("Transform", {"translation": Vec3(3, 5, 0)})
    check.show(read(2))
    component.set_positions(list, [Vec3(i, 6, 0) for i in range(4)])
    check.show(read(0), read(1), read(2), read(3))
    q.column("Transform.translation").add(Vec3(0, 1, 0))
    check.show(read(0), read(3))

    # Both at once, in one vector: nothing is lost.
    view[3, 0] = 30.0
    handle = list[3].handle("Transform")
    handle.translation.y = 40
    check.show(read(3), list[3].get_position())
    q.column("Transform.translation.z").set(5)
    view[3, 0] = 31.0
    check.show(read(3), list[3].get_position())

    # A function that is called meanwhile writes and sees as well.
    def visit(e, transform):
        row = list.index(e) if e in list else -1
        if row >= 0:
            write(row, read(row) + Vec3(0, 0, 1))
            transform.translation.x += 100

    q.each(visit)
    check.show(component.get_positions(list))
    check.show([read(row) for row in range(4)])

    # An entity that moves in memory keeps its row.
    list[1].add("Speed")
    write(1, Vec3(1, 1, 1))
    check.show(list[1].get_position())
    list[1].set_position(Vec3(2, 2, 2))
    check.show(read(1))
    view.release()
    view = None


def update(dt):
    global view
    check.show([e.changed("Transform") for e in list])
    if engine.frame() == 0:
        view = memoryview(q.column("Transform.translation"))
        write(2, Vec3(7, 7, 7))
        view.release()
