#include "check"

void main()
{
    array<Entity> list;
    for (int i = 1; i <= 4; i++) {
        Entity e = entity::create();
        list.insertLast(e);
        e.add("Health", dictionary = {{"current", i}});
        // Those that have more lie elsewhere, but stand in the order of the query all the same.
        if (i % 2 == 1)
            e.add("Speed");
    }
    Query@ q = query::create(array<string> = {"Health"});
    Column@ current = q.column("Health.current");
    check::show(current.to_list());
    check::show(current.entities() == list && list == q.entities());
    current.set_list(array<int> = {10, 20, 30, 40});
    check::show(current.to_list(), component::get(list[2], "Health")["current"]);
    for (uint i = 0; i < list.length(); i++)
        current.set_at(list[i], double(current.get(list[i])) + i + 1);
    check::show(current.to_list(), current.get(list[1]));
    component::handle(list[1], "Health")["current"] = 5;
    check::show(current.get(list[1]), current.to_list());
    Column@ odd = query::create(array<string> = {"Health", "Speed"}).column("Health.current");
    odd.set_list(array<int> = {1, 3});
    check::show(current.to_list(), odd.to_list());
}
