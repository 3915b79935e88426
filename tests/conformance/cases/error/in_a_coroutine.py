# A generator is Python's coroutine: an error ends it, and passes through to whoever asked for the next value.
import check


def work():
    check.show(entity.create().is_valid())
    yield "yielded"
    entity.name(check.dead())


generator = work()
check.show(True, next(generator))
try:
    next(generator)
except ScriptError as error:
    check.show(False, error.kind, error.message)
check.show("dead" if next(generator, None) is None else "alive")


async def wrong():
    entity.name()


check.fails(wrong().send, None)
