// A list is a vector where it is a Value: a parameter of a vector's type takes no array.
#include "check"

void refused(Entity e, const Value &in position)
{
    try { component::set_position(e, position); check::passed(); } catch { check::failed(); }
}

void main()
{
    Entity e = entity::create(), f = entity::create();
    e.add("Transform");
    f.add("Transform");
    e.set_position(Value(array<double> = {1, 2.5, 3}));
    f.set_rotation(Value(array<int> = {0, 0, 1, 0}));
    check::show(e.get_position(), f.get_rotation());
    component::set_positions(array<Entity> = {e, f}, array<Value> = {array<int> = {4, 5, 6}, Vec3(7, 8, 9)});
    check::show(e.get_position(), f.get_position());
    check::show(entity::find_in_radius(Value(array<int> = {4, 5, 6}), 1).length());
    check::show(Vec3(1, 2, 3).dot(Value(array<int> = {1, 1, 1})));
    Component@ transform = e.handle("Transform");
    transform["translation"] = array<int> = {1, 1, 1};
    check::show(e.get_position());
    refused(e, Value(array<double> = {1, 2, NAN}));
    check::show(e.get_position());
}
