# What has no value is different in each language: here it is generators, integers wider than 64 bits and bytes.
import check


def back(value):
    return engine.setting("none", value)


class Named(dict):
    """A dictionary of another type is a dictionary all the same."""

    title = "hidden"


check.fails(back, (i for i in range(3)))
check.fails(back, [(i for i in range(3))])
check.fails(back, 2**63)
check.fails(back, -2**64)
check.fails(back, b"bytes")
check.fails(back, object())
check.show(back(Named(a=1)))
