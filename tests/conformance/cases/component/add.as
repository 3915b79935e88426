#include "check"

void main()
{
    Entity e = entity::create();
    component::add(e, "Health");
    check::show();
    check::show(component::get(e, "Health"));
    e.add("Stats");
    check::show(e.get("Stats")["level"], e.get("Stats")["name"]);
    // A value fills in some fields; the others keep the type's default.
    e.add("Health", dictionary = {{"current", 5}});
    check::show(e.get("Health"));
    // Added again, it is replaced.
    e.add("Health", dictionary = {{"max", 7}});
    check::show(e.get("Health"));
    e.add("Health", null);
    check::show(e.get("Health"));
}
