import check

try:
    entity.name(check.dead())
except ScriptError as error:
    check.show(False, error.kind, error.message)
    raise
