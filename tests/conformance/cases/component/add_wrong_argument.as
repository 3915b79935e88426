// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    Entity e = entity::create(), dead = check::dead();
    check::refused("wrong.as");
    try { component::add(e, Value(5)); check::passed(); } catch { check::failed(); }
    try { component::add(Value("Health"), "Health"); check::passed(); } catch { check::failed(); }
    try { component::add(dead, "Health"); check::passed(); } catch { check::failed(); }
    try { component::add(e, "Helth"); check::passed(); } catch { check::failed(); }
    try { component::add(e, "Health", 5); check::passed(); } catch { check::failed(); }
    try { component::add(e, "Health", "full"); check::passed(); } catch { check::failed(); }
    try { component::add(e, "Health", dictionary = {{"curent", 5}}); check::passed(); } catch { check::failed(); }
    try { component::add(e, "Health", dictionary = {{"current", "much"}}); check::passed(); } catch { check::failed(); }
    check::show(e.has("Health"));
}
