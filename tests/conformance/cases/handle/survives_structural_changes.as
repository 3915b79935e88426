#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    Health@ health = component::health(e);
    // Each of these moves the component to another place in memory.
    e.add("Stats");
    e.add_tag("moved");
    e.data()["moved"] = true;
    for (int i = 1; i <= 100; i++)
        entity::create().add("Health", dictionary = {{"current", i}});
    e.remove("Stats");
    check::show(health.current, health.max);
    health.current = 6;
    check::show(e.get("Health"));
}
