# The Lua case goes on with what the methods of strings do on an error, which Python has no counterpart of.
import check
try:
    entity.destroy("x")
except ScriptError as error:
    caught = error
check.show(not isinstance(caught, Exception), caught.kind, caught.message)
check.show(caught.line, caught.source)
print(str(caught))
check.fails_somehow(lambda: caught.zebra.x)
