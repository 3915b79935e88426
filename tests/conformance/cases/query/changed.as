// frames: 6
#include "check"

Entity a, b;
Query@ moved, either;
array<string> walked;

void on_start()
{
    array<string> health = {"Health"};
    @moved = query::create(health, null, null, health);
    @either = query::create(array<string>(), null, null, array<string> = {"Health", "Speed"});
    a = entity::create();
    b = entity::create();
    a.add("Health");
    b.add("Health");
}

array<string> names(Query@ q)
{
    array<string> found;
    array<Entity>@ entities = q.entities();
    for (uint i = 0; i < entities.length(); i++)
        found.insertLast(entities[i] == a ? "a" : "b");
    return found;
}

void walk(Entity e)
{
    walked.insertLast(e == a ? "a" : "b");
}

void update()
{
    int frame = engine::frame();
    if (frame == 2) {
        // Looks that are left out are made up for in the next.
        a.set("Health", dictionary = {{"current", 4}});
        return;
    }
    // All looks within a frame find the same.
    check::show(frame, names(moved), moved.count(), moved.is_empty(), moved.first() == a, moved.contains(b));
    check::show(frame, names(either));
    if (frame == 3) {
        // What changes after the first look is found in the next frame, and in this one as well.
        component::health(b).current = 1;
        check::show(names(moved));
    }
    else if (frame == 4) {
        b.add("Speed");
        moved.each(walk);
        check::show(walked);
    }
}
