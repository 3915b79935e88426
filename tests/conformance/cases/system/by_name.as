// What may be left out is given by its name.
#include "check"

void nothing(double dt)
{
}

void show(const string &in name)
{
    dictionary@ it = system::describe(name);
    check::show(it["phase"], it["priority"], it["rate"], it["reads"], it["writes"]);
}

void main()
{
    array<string> health = {"Health"};
    system::register("a", nothing, priority: 10);
    show("a");
    system::register("b", nothing, rate: 2.5, phase: "post_update", writes: array<string> = {"Health"});
    show("b");
    system::register("c", nothing);
    show("c");
    array<string> reads = {"Health", "Speed"};
    system::register("d", nothing, reads: reads);
    show("d");
    system::set_update_rate("a", rate: 20);
    show("a");
    check::show(reads);
    check::show(query::create(array<string>()).count(), query::create(array<string>(), tag: "boss").count());
    check::show(query::create(health, array<string> = {"Speed"}).count(), query::create(health, without: array<string>()).count());
    Entity e = entity::create();
    Entity child = entity::create();
    child.set_parent(parent: e);
    check::show(child.parent() == Value(e), e.clone(children: true).children().length(), e.clone().children().length());
    Query@ q = query::create(health);
    check::show(q.count(), q.column("Health.current").sum(mask: q.column("Health.current").less(5)));

    array<int> numbers = {5};
    array<string> helth = {"Helth"};
    try { system::register("e", nothing, phase: "later"); check::passed(); } catch { check::failed(); }
    try { system::register("e", nothing, writes: numbers); check::passed(); } catch { check::failed(); }
    try { query::create(health, tag: 5); check::passed(); } catch { check::failed(); }
    try { query::create(health, changed: helth); check::passed(); } catch { check::failed(); }
    check::show(system::exists("e"));
}
