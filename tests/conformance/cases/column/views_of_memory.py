# frames: 3
# Python has views of memory, which other languages have not: what comes of writing to one is the same, what is said of it not.
import array
import ctypes
import struct
import threading

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
    # Whoever looks sees what was written.
    check.show(place.to_list())
    place.add(Vec3(0, 0, 1))
    view[2, 0] = 7.0
    view.release()
    # The last of it when the view has gone.
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
    # A number of a vector lies in the memory of the vector.
    with memoryview(q.column("Transform.translation.x")) as view, memoryview(place) as vectors:
        check.show(view.format, view.itemsize, view.strides[0], view.c_contiguous, view.tolist())
        view[0], vectors[0, 1] = 1.5, 2.5
        check.show(view[0], vectors.tolist()[0], place.get(q.entities()[0]))
        check.show(list(struct.unpack("3f", bytes(view))))
        check.fails(array.array("f").frombytes, q.column("Transform.translation.x"))
    check.show(q.column("Stats.level").to_list(), q.column("Stats.alive").to_list())

    # A column of its own numbers as well; and two views are of one memory.
    copy = speed.copy()
    first, second = memoryview(copy), memoryview(copy)
    first[0] = -1.0
    check.show(second[0], copy.sum(), speed.sum())

    # Rows that cannot be written are lost, with a warning, and show again what they are.
    with memoryview(speed) as view:
        view[0] = float("nan")
        view[1] = 9.0
        check.show(speed.to_list(), view.tolist())
    with memoryview(q.column("Stats.level")) as view:
        view[0] = 1 << 40
        view[1] = 7
        view[2] = -1 << 40
        check.show(view[1], q.column("Stats.level").to_list(), view.tolist())
        view[0] = 1 << 41
        check.show(q.entities()[0].get("Stats")["level"], view[0])
    with memoryview(place) as view:
        view[0, 0] = float("nan")
        view[0, 1] = 1.0
        check.show(q.entities()[0].get_position(), view.tolist()[0])

    # Of what is gone nothing is written, and what is left goes on.
    other = entity.create()
    other.add("Transform")
    other.add("Stats")
    speeds = memoryview(q.column("Stats.speed"))
    speeds[3] = 4.0
    check.show(other.get("Stats")["speed"])
    other.destroy()
    speeds[0], speeds[3] = 0.75, 5.0
    check.show(q.entities()[0].get("Stats")["speed"], speeds.tolist())
    speeds[0] = 0.5
    check.show(q.entities()[0].handle("Stats").speed)
    del speeds

    # A query that finds nothing has memory of no rows.
    with memoryview(query.create(["Relic"]).column("Relic.power")) as view:
        check.show(view.tolist(), view.nbytes)

    # A generator and a thread may hold it too.
    def halves():
        view = memoryview(speed)
        for row in range(len(view)):
            yield view[row] / 2
            view[row] *= 2

    check.show([(half, speed.get(e)) for half, e in zip(halves(), q.entities())], speed.to_list())
    with memoryview(speed) as view:
        def double():
            for row in range(3):
                view[row] /= 2

        thread = threading.Thread(target=double)
        thread.start()
        thread.join()
        check.show(speed.to_list(), q.entities()[2].get("Stats")["speed"])
    speed.set_list([0.5, 1.5, 20.5])
    q.column("Stats.level").set_list([40, 2, 3])

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
        numbers, heights = numpy.asarray(q.column("Transform.translation")), numpy.asarray(q.column("Transform.translation.y"))
        assert numbers.shape == (3, 3) and numbers.dtype == numpy.float32
        numbers += 1
        heights[:] = 9
        assert numbers[1, 1] == 9 and not numbers.flags.owndata
        assert q.entities()[1].get_position().y == 9
        q.entities()[1].set_position(Vec3(1, 2, 3))
        assert numbers[1].tolist() == [1, 2, 3] and heights[1] == 2


def after():
    speed = q.column("Stats.speed")
    check.show(speed.to_list(), kept[0].tolist())
    kept[0][1] = 99.0
    check.show(speed.to_list(), kept[0][1])
    check.fails(memoryview, kept[1])
    kept.clear()
