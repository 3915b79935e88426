# frames: 6
import check


def pressed():
    return " ".join(name for name in input.actions() if input.is_pressed(name))


def on_start():
    input.push_context("menu")
    input.push_context("dialogue")
    input.push_context("dialogue")


def update(dt):
    check.show(engine.frame(), input.context(), pressed())
    if engine.frame() == 2:
        input.pop_context()
        check.show(input.context())
        input.pop_context()
