#include "check"

Entity a, b;

// What a script defines while it runs has no type of its own in it.
void strengthen(Entity e, Health@ health, Component@ shield)
{
    shield["strength"] = double(shield["strength"]) + 1;
    check::show(e == b, health.current, shield["strength"]);
}

void look(Entity e, Health@ health, Component@ shield)
{
    Value strength;
    if (shield !is null)
        strength = shield["strength"];
    check::show(e == a, strength);
}

void main()
{
    // A component that a script defines is one like any other.
    component::define("Shield", dictionary = {{"strength", 100.0}});
    array<string> health = {"Health"}, shield = {"Shield"};
    Query@ shielded = query::create(array<string> = {"Health", "Shield"});
    Query@ bare = query::create(health, shield, shield);
    Query@ changed = query::create(shield, null, null, shield);

    a = entity::create();
    b = entity::create();
    a.add("Health");
    b.add("Health");
    b.add("Shield", dictionary = {{"strength", 5}});
    check::show(shielded.count(), shielded.first() == b, bare.first() == a, changed.count());
    shielded.each(strengthen);
    query::create(health, null, shield).each(look);
    b.remove("Shield");
    check::show(shielded.is_empty(), bare.count(), changed.count());
    try { query::create(array<string> = {"Sheild"}); check::passed(); } catch { check::failed(); }
}
