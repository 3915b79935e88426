#include "check"

Query@ healthy;
array<Entity> made;
Entity outer;
Health@ first;
int seen = 0;

array<Entity> units(int count)
{
    array<Entity> made;
    for (int i = 1; i <= count; i++) {
        Entity e = entity::create();
        e.add("Health", dictionary = {{"current", i}});
        made.insertLast(e);
    }
    return made;
}

void change(Entity e, Health@ health)
{
    check::show(health.current);
    if (e == made[0]) {
        made[1].destroy();
        made[2].remove("Health");
        made[3].add("Speed");
        units(1);
        e.destroy();
    }
}

void inner_visit(Entity inner, Health@ second)
{
    check::show(first.current, second.current, inner == outer);
    if (inner != outer && inner.is_valid())
        inner.remove("Health");
}

void outer_visit(Entity e, Health@ health)
{
    outer = e;
    @first = health;
    healthy.each(inner_visit);
}

// A wrong field of a `Health@` does not compile.
void fail(Entity e, Component@ health)
{
    seen++;
    health["currant"] = 1;
}

void main()
{
    @healthy = query::create(array<string> = {"Health"}, array<string> = {"Speed"});

    // Those that are gone, or match no longer, are passed over; those that come are not seen.
    made = units(6);
    healthy.each(change);
    check::show(healthy.count());

    // The same query again, from within.
    array<Entity>@ left = healthy.entities();
    for (uint i = 0; i < left.length(); i++)
        left[i].destroy();
    made = units(2);
    healthy.each(outer_visit);
    check::show(healthy.count());

    // What fails ends the walk.
    made = units(2);
    try { healthy.each(fail); check::passed(); } catch { check::failed(); }
    check::show(seen);
}
