#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    component::set(e, "Health", dictionary = {{"current", 6}});
    check::show();
    check::show(e.get("Health"));
    e.set("Health", dictionary = {{"current", 1.5}, {"max", 2.5}});
    check::show(e.get("Health"));
    e.set("Health", dictionary = {});
    check::show(e.get("Health"));
}
