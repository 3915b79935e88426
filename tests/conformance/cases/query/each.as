#include "check"

Entity a, b;
int count = 0;
Speed@ kept;

// The entity, then what it must have, then what it may have.
void visit(Entity e, Health@ health, Transform@ transform, Speed@ speed, Relic@ relic)
{
    Value value;
    if (speed !is null)
        value = speed.value;
    Value none;
    if (relic !is null)
        none = "a relic";
    check::show(e == a, health.current, transform.translation, value, none);
    health.current = health.current - 1;
    transform.translation.x = 10;
    if (speed !is null)
        speed.value = speed.value + 1;
}

// A function may take less, and what it returns is ignored.
bool counted()
{
    count++;
    return false;
}

void nobody()
{
    check::show("nobody");
}

// A handle of any type, and a copy.
void keep(Entity e, Component@ speed)
{
    @kept = cast<Speed>(speed);
}

void main()
{
    a = entity::create();
    b = entity::create();
    a.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    a.add("Transform");
    b.add("Health", dictionary = {{"current", 7}, {"max", 10}});
    b.add("Transform", dictionary = {{"translation", Vec3(1, 2, 3)}});
    b.add("Speed", dictionary = {{"value", 2}});

    query::create(array<string> = {"Health", "Transform"}, null, array<string> = {"Speed", "Relic"}).each(visit);
    check::show(a.get("Health")["current"], b.get("Health")["current"], a.get_position(), b.get_position(),
                b.get("Speed"));

    query::create(array<string> = {"Health"}).each(counted);
    check::show(count);
    query::create(array<string> = {"Relic"}).each(nobody);

    // A handle outlives the walk, but not its component.
    query::create(array<string> = {"Speed"}).each(keep);
    check::show(kept.value, kept == component::speed(b));
    b.remove("Speed");
    try { check::show(kept.value); check::passed(); } catch { check::failed(); }
}
