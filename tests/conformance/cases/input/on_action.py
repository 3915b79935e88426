# frames: 5
# Called before all updates: the actions in alphabetical order, those of one action in the order they were given.
import check

# From the body on, and so in the first frame already.
check.show(input.on_action("walk", lambda event, value: check.show("walk", event, value)))


def second(event, value):
    check.show("second", event, value, input.is_pressed("jump"), input.value("walk"))


def on_start():
    check.show(input.on_action("jump", lambda event, value: check.show("first", event, value)))
    check.show(input.on_action("jump", second))
    check.show(input.on_action("confirm", lambda event, value: check.show("confirm", event, value)))


def update(dt):
    check.show("update", engine.frame())
