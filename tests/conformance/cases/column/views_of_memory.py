# frames: 3
# Python has views of memory, which other languages have not: what comes of writing to one is the same, what is said of it not.
import array
import ctypes
import struct

import check

try:
    import numpy
except ImportError:
    numpy = None


def on_start():
    global q, kept
    kept = []
    for i in range(1, 4):
        e = entity.create()
        e.add("Transform", {"translation": Vec3(i, 0, 0)})
        e.add("Stats", {"level": i, "speed": i, "alive": i == 2})
    q = query.create(["Transform", "Stats"])


def update(dt):
    if engine.frame() == 0:
        work()
    elif engine.frame() == 1:
        after()
    check.show([e.changed("Transform") for e in q.entities()], [e.changed("Stats") for e in q.entities()])


def work():
    place, speed = q.column("Transform.translation"), q.column("Stats.speed")
    check.show(len(bytes(place)), array.array("f", bytes(place)).tolist())
    view = memoryview(place)
    check.show(list(view.shape), list(view.strides), view.format, view.itemsize, view.ndim, view.readonly, view.nbytes)
    check.show(view.tolist())
    view[1, 1] = 5.0
    # Whoever uses a column sees what was written.
    check.show(place.to_list())
    place.add(Vec3(0, 0, 1))
    view[2, 0] = 7.0
    view.release()
    # And when the view has gone, everybody does. It shows what a column writes meanwhile.
    check.show(component.get_positions(q.entities()))

    with memoryview(speed) as view:
        check.show(view.format, view.ndim, view.tolist(), list(struct.unpack("3d", view)))
        view[0] = 0.5
        view[1:] = array.array("d", [1.5, 2.5])
    check.show(speed.to_list())
    numbers = (ctypes.c_double * 3).from_buffer(speed)
    numbers[2] = 20.5
    check.show(speed.get(q.entities()[2]), speed.sum())
    del numbers
    with memoryview(q.column("Stats.level")) as view:
        check.show(view.format, view.tolist())
        view[0] = 40
    with memoryview(q.column("Stats.alive")) as view:
        check.show(view.format, view.tolist())
        view[0] = True
    with memoryview(q.column("Transform.translation.x")) as view:
        check.show(view.format, view.itemsize, view.tolist())
    check.show(q.column("Stats.level").to_list(), q.column("Stats.alive").to_list())

    # A column of its own numbers as well; and two views are of one memory.
    copy = speed.copy()
    first, second = memoryview(copy), memoryview(copy)
    first[0] = -1.0
    check.show(second[0], copy.sum(), speed.sum())

    # What cannot be written is lost, with a warning; then nothing of it is.
    with memoryview(speed) as view:
        view[0] = float("nan")
        view[1] = 9.0
    with memoryview(q.column("Stats.level")) as view:
        view[0] = 1 << 40
    check.show(speed.to_list(), q.column("Stats.level").to_list())

    # A view that is written while the world changes finds its entities.
    view = memoryview(speed)
    e = q.entities()[1]
    view[1] = 11.0
    view[2] = 12.0
    e.remove("Stats")
    view.release()
    check.show(e.has("Stats"), q.column("Stats.speed").to_list())
    e.add("Stats")

    # It may be cast, sliced and turned round like any other.
    view = memoryview(q.column("Stats.speed"))
    check.show(view[::-1].tolist(), view.cast("B").nbytes, view == memoryview(q.column("Stats.speed")))
    del view

    check.fails(memoryview, q)
    check.fails(memoryview, place)
    check.fails(bytes, place)

    # What a view shows that is kept is nobody's any more.
    speed = q.column("Stats.speed")
    kept.append(memoryview(speed))
    kept[0][0] = 3.5
    kept.append(speed)
    if numpy:
        numbers = numpy.asarray(q.column("Transform.translation"))
        assert numbers.shape == (3, 3) and numbers.dtype == numpy.float32
        numbers *= 1


def after():
    speed = q.column("Stats.speed")
    check.show(speed.to_list(), kept[0].tolist())
    kept[0][1] = 99.0
    check.show(speed.to_list(), kept[0][1])
    check.fails(memoryview, kept[1])
    kept.clear()
