// frames: 2
// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    print(script::is_loaded("main"));
}

void on_start()
{
    check::show(script::is_loaded("main"), script::is_loaded("./main.as"));
    check::show(script::is_loaded("other"), script::is_loaded("broken"), script::is_loaded("missing"));
    Entity e = entity::create();
    e.attach("other");
    try { e.attach("broken"); check::passed(); } catch { check::failed_somehow(); }
    check::show(script::is_loaded("other"), script::is_loaded("other.as"), script::is_loaded("broken"));
    // It stays when no entity has it.
    e.destroy();
    check::show(script::is_loaded("other"));
    check::show(script::is_loaded(""), script::is_loaded("../main"), script::is_loaded("other.txt"));
    check::refused("wrong.as");
    try { script::is_loaded(Value()); check::passed(); } catch { check::failed(); }
    try { script::is_loaded(Value(5)); check::passed(); } catch { check::failed(); }
}
