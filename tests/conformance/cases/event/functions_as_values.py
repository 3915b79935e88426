# frames: 2
import check


def ask(value):
    check.show(value["answer"](20), value["others"])
    del value["answer"]


def on_start():
    event.subscribe("ask", ask)
    # Each subscriber gets a value of its own.
    event.subscribe("ask", lambda value: check.show(value["answer"](21)))
    event.emit("ask", {"answer": lambda n: 2 * n, "others": []})
