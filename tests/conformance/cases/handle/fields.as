#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    Health@ health = component::health(e);
    check::show(health.current, health.max);
    health.current = 7.5;
    health.max = health.max + 1;
    check::show(health.current, health.max, e.get("Health"));
    // The handle is no copy: it sees what others write.
    e.set("Health", dictionary = {{"current", 1}});
    check::show(health.current);
    e.add("Health", dictionary = {{"current", 2}});
    check::show(health.current, component::handle(e, "Health")["current"]);
}
