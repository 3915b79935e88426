// A wrong type or number of arguments does not compile; what may be anything is found out when it is passed.
#include "check"

void a(double)
{
}

void main()
{
    check::refused("wrong.as");
    array<int> numbers = {5};
    try { system::register("a", null); check::passed(); } catch { check::failed(); }
    try { system::register("a", "update"); check::passed(); } catch { check::failed(); }
    try { system::register("a", a, "update", 0, 0, "Transform"); check::passed(); } catch { check::failed(); }
    try { system::register("a", a, "update", 0, 0, null, numbers); check::passed(); } catch { check::failed(); }
    check::show(system::list(), system::describe("scripts")["priority"]);
}
