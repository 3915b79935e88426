#include "check"

void refused(Entity e, dictionary@ patch)
{
    try { component::set(e, "Stats", patch); check::passed(); } catch { check::failed(); }
}

void main()
{
    Entity e = entity::create();
    e.add("Stats", dictionary = {{"level", 3}, {"armor", dictionary = {{"value", 2.5}}}});
    check::show(e.get("Stats")["armor"]);
    e.set("Stats", dictionary = {{"armor", dictionary = {{"layers", 4}}}});
    check::show(e.get("Stats")["armor"], e.get("Stats")["level"]);
    refused(e, dictionary = {{"armor", dictionary = {{"layer", 4}}}});
    refused(e, dictionary = {{"armor", 4}});
    refused(e, dictionary = {{"armor", dictionary = {{"value", "thick"}}}});
    check::show(e.get("Stats")["armor"]);
}
