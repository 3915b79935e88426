# frames: 2
import check

print("true" if script.is_loaded("main") else "false")


def on_start():
    check.show(script.is_loaded("main"), script.is_loaded("./main.py"))
    check.show(script.is_loaded("other"), script.is_loaded("broken"), script.is_loaded("missing"))
    e = entity.create()
    e.attach("other")
    check.fails_somehow(e.attach, "broken")
    check.show(script.is_loaded("other"), script.is_loaded("other.py"), script.is_loaded("broken"))
    # It stays when no entity has it.
    e.destroy()
    check.show(script.is_loaded("other"))
    check.show(script.is_loaded(""), script.is_loaded("../main"), script.is_loaded("other.txt"))
    check.fails(script.is_loaded)
    check.fails(script.is_loaded, None)
    check.fails(script.is_loaded, 5)
    check.fails(script.is_loaded, "other", 1)
