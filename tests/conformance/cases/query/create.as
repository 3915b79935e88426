#include "check"

Entity a, b, c, d;

void found(Query@ q)
{
    array<Entity>@ entities = q.entities();
    array<string> names;
    for (uint i = 0; i < entities.length(); i++) {
        Entity e = entities[i];
        names.insertLast(e == a ? "a" : e == b ? "b" : e == c ? "c" : e == d ? "d" : "?");
    }
    check::show(q.count(), q.is_empty(), names);
}

void main()
{
    array<string> health = {"Health"};
    array<string> none;
    Query@ healthy = query::create(health);
    Query@ fast = query::create(array<string> = {"Health", "Speed"});
    Query@ slow = query::create(health, array<string> = {"Speed"});
    Query@ bosses = query::create(health, tag: "boss");
    Query@ tagged = query::create(none, tag: "boss");
    Query@ all = query::create(none);
    check::show(healthy.count(), healthy.is_empty(), healthy.first(), healthy.entities().length(), all.count());

    // What comes later is found too.
    a = entity::create();
    b = entity::create();
    c = entity::create();
    d = entity::create();
    d.add("Speed");
    d.add("Health");
    b.add("Health");
    a.add("Health");
    a.add("Speed");
    b.add_tag("boss");
    c.add_tag("boss");

    // In the order of the entities, not in that in which they got what they have.
    found(healthy);
    found(fast);
    found(slow);
    found(bosses);
    found(tagged);
    found(all);
    check::show(healthy.first() == a, slow.first() == b, query::create(array<string> = {"Relic"}).first());
    check::show(healthy.contains(a), healthy.contains(c), slow.contains(a), bosses.contains(b), bosses.contains(a));

    b.remove("Health");
    d.destroy();
    found(healthy);
    found(bosses);
    b.remove_tag("boss");
    found(tagged);
}
