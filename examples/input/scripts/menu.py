"""The menu: a context that lies over the game.

What is held when it opens, the game sees let go; and the key that opened it does not close it before it is pressed
again.
"""


def ship_data():
    return entity.find_by_name("Ship").data()


def pause(event, value):
    if event == "pressed":
        input.push_context("menu")
        ship_data().pauses += 1


def resume(event, value):
    if event == "pressed":
        input.pop_context()


def choose(event, value):
    if event == "pressed":
        ship_data().choice += value


def on_start():
    input.on_action("pause", pause)
    input.on_action("resume", resume)
    input.on_action("choose", choose)
