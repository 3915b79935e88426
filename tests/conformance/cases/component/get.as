// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    Entity e = entity::create();
    check::show(component::get(e, "Health"));
    e.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    dictionary@ copy = component::get(e, "Health");
    check::show(copy);
    // A copy, not the thing itself.
    copy["current"] = 1;
    check::show(e.get("Health"));
    check::refused("wrong.as");
    try { component::get(e, Value(dictionary())); check::passed(); } catch { check::failed(); }
    try { component::get(e, "Helth"); check::passed(); } catch { check::failed(); }
    try { component::get(check::dead(), "Health"); check::passed(); } catch { check::failed(); }
}
