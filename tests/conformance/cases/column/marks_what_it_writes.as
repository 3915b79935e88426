// frames: 4
#include "check"

Query@ q, changed;
array<Entity> list;

void on_start()
{
    for (int i = 1; i <= 4; i++) {
        Entity e = entity::create();
        list.insertLast(e);
        e.add("Health", dictionary = {{"current", i}, {"max", 10}});
    }
    array<string> health = {"Health"};
    @q = query::create(health);
    @changed = query::create(health, null, null, health);
}

void update(double dt)
{
    array<bool> seen;
    for (uint i = 0; i < list.length(); i++)
        seen.insertLast(list[i].changed("Health"));
    check::show(engine::frame(), seen, changed.column("Health.current").to_list());
    Column@ current = q.column("Health.current");
    if (engine::frame() == 1) {
        current.add(1, current.greater(2));
    } else if (engine::frame() == 2) {
        // Reading is no change, nor is writing to a copy.
        check::show(current.sum(), current.copy().len(), current.equal(current).count());
        current.copy().set(0);
        current.set_at(list[1], 20);
    }
}
