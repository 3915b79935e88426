#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    try { component::add(e, "Health", dictionary = {{"current", "much"}}); check::passed(); } catch { check::failed(); }
    check::show(e.get("Health"));
}
