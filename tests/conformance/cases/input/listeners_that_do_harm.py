# frames: 5
# One that fails is told of and stays; contexts may change and entities go meanwhile.
import check

e = None


def fails(event, value):
    print("fails", event, sep="\t")
    input.pop_context()


def pushes(event, value):
    print("pushes", event, sep="\t")
    input.push_context("menu")
    input.push_context("dialogue")
    input.pop_context()
    if e.is_valid():
        e.destroy()


def walk(event, value):
    check.show("walk", event, input.context(), e.is_valid())


def on_start():
    global e
    e = entity.create()
    input.on_action("jump", fails)
    input.on_action("jump", pushes)
    input.on_action("walk", walk)


def update(dt):
    check.show(engine.frame(), input.context(), input.is_pressed("jump"), input.is_pressed("confirm"))
