"""The fool: a script that is loaded when he is wanted, and let go afterwards."""

from glotta import engine

engine.on_cleanup(lambda: print("(the fool is gone)"))


def joke(subject):
    return f"Why did the {subject} whistle? It did not know the words."
