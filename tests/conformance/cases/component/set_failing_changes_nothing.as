#include "check"

void refused(Entity e, const string &in name, dictionary@ patch)
{
    try { component::set(e, name, patch); check::passed(); } catch { check::failed(); }
}

void main()
{
    Entity e = entity::create();
    e.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    refused(e, "Health", dictionary = {{"current", 6}, {"max", "many"}});
    refused(e, "Health", dictionary = {{"current", 6}, {"zebra", 1}});
    check::show(e.get("Health"));
    e.add("Stats", dictionary = {{"armor", dictionary = {{"value", 1}, {"layers", 2}}}});
    refused(e, "Stats", dictionary = {{"armor", dictionary = {{"value", 3}, {"layers", 300}}}});
    check::show(e.get("Stats")["armor"]);
}
