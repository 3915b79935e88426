// frames: 3
// AngelScript has no views of memory: a column is read and written through lists.
#include "check"

Query@ q;

void on_start()
{
    for (int i = 1; i <= 3; i++) {
        Entity e = entity::create();
        e.add("Transform", dictionary = {{"translation", Vec3(i, 0, 0)}});
        e.add("Stats", dictionary = {{"level", i}, {"speed", i}, {"alive", i == 2}});
    }
    @q = query::create(array<string> = {"Transform", "Stats"});
}

void update(double dt)
{
    if (engine::frame() == 0) {
        Column@ place = q.column("Transform.translation");
        array<Value>@ list = place.to_list();
        list[1] = Vec3(2, 5, 0);
        place.set_list(list);
        check::show(place.to_list());
    }
    array<bool> seen;
    array<Entity>@ entities = q.entities();
    for (uint i = 0; i < entities.length(); i++)
        seen.insertLast(entities[i].changed("Transform"));
    check::show(seen);
}
