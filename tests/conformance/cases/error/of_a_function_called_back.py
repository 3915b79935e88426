# frames: 1
# Python names the type of an exception before what it says, so this has an output of its own.
def on_start():
    def inner():
        raise RuntimeError("from the depth")

    inner()
