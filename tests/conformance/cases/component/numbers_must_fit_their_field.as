#include "check"

void refused(Entity e, dictionary@ patch)
{
    try { component::set(e, "Stats", patch); check::passed(); } catch { check::failed(); }
}

void main()
{
    Entity e = entity::create();
    e.add("Stats");
    refused(e, dictionary = {{"level", 1.5}});
    refused(e, dictionary = {{"level", 2147483648}});
    refused(e, dictionary = {{"level", -2147483649}});
    refused(e, dictionary = {{"level", "3"}});
    refused(e, dictionary = {{"armor", dictionary = {{"layers", 256}}}});
    refused(e, dictionary = {{"armor", dictionary = {{"layers", -1}}}});
    refused(e, dictionary = {{"armor", dictionary = {{"value", 1e300}}}});
    refused(e, dictionary = {{"armor", dictionary = {{"value", NAN}}}});
    refused(e, dictionary = {{"speed", NAN}});
    // These fit.
    e.set("Stats", dictionary = {
        {"level", 2147483647}, {"speed", 1e300}, {"armor", dictionary = {{"layers", 255}, {"value", 3}}}
    });
    check::show(e.get("Stats")["level"], e.get("Stats")["speed"], e.get("Stats")["armor"]);
    e.set("Stats", dictionary = {
        {"level", 4.0}, {"speed", INFINITY}, {"armor", dictionary = {{"value", -INFINITY}}}
    });
    check::show(e.get("Stats")["level"], e.get("Stats")["speed"], e.get("Stats")["armor"]["value"]);
}
