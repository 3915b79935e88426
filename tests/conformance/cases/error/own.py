# Python names the type of an exception before what it says, so this has an output of its own.
def inner():
    raise RuntimeError("boom")


inner()
