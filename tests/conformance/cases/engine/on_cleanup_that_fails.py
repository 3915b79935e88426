# Python names the type of an exception before what it says, so this has an output of its own.
def fail():
    raise RuntimeError("oh no")


engine.on_cleanup(lambda: print("first"))
engine.on_cleanup(fail)
engine.on_cleanup(lambda: print("third"))
print("body")
