#include "check"

void main()
{
    Entity e = entity::create();
    // A relic has no default: all of it must be given.
    try { component::add(e, "Relic"); check::passed(); } catch { check::failed(); }
    try { component::add(e, "Relic", dictionary = {{"power", 1}}); check::passed(); } catch { check::failed(); }
    e.add("Relic", dictionary = {{"power", 1}, {"owner", "nobody"}});
    check::show(e.get("Relic"));
    e.set("Relic", dictionary = {{"power", 2}});
    check::show(e.get("Relic"));
}
