# frames: 2
import check


def says(text):
    return lambda value: print(text)


def on_start():
    # By phase, then the greatest priority first, then by name; whoever came first. Scripts have the priority 100.
    system.register("late", says("late"), phase="post_update", priority=500)
    system.register("b", says("b"))
    system.register("a", says("a"))
    system.register("low", says("low"), priority=-1)
    system.register("high", says("high"), priority=101)
    system.register("early", says("early"), "pre_update", -2147483648)
    system.register("B", says("B"))
    check.show(system.list())
    event.subscribe("tick", says("tick"))


def update(dt):
    print("update")
    event.emit("tick")
