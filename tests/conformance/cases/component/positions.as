#include "check"

void main()
{
    array<Entity> list;
    for (int i = 1; i <= 4; i++) {
        list.insertLast(entity::create());
        list[i - 1].add("Transform", dictionary = {{"translation", Vec3(i, 0, 0)}});
    }
    check::show(component::get_positions(list));
    check::show(component::get_positions(array<Entity> = {}));
    check::show(component::get_positions(array<Entity> = {list[2], list[0], list[2]}));
    component::set_positions(array<Entity> = {list[1], list[3]}, array<Vec3> = {Vec3(0, 2, 0), Vec3(0, 4, 0)});
    check::show(component::get_positions(list));
    component::set_positions(array<Entity> = {}, array<Vec3> = {});
    // What comes back is an array like any other.
    array<Vec3>@ places = component::get_positions(list);
    for (uint i = 0; i < places.length(); i++)
        places[i] += Vec3(0, 0, i + 1);
    component::set_positions(list, places);
    check::show(component::get_positions(list));
}
