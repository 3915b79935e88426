// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void refused(Entity e, const Value &in position)
{
    try { component::set_position(e, position); check::passed(); } catch { check::failed(); }
}

void main()
{
    Entity e = entity::create(), without = entity::create();
    e.add("Transform");
    check::refused("wrong.as");
    try { component::get_position(Value("e")); check::passed(); } catch { check::failed(); }
    try { component::get_position(check::dead()); check::passed(); } catch { check::failed(); }
    refused(e, Value());
    refused(e, "up");
    refused(e, Vec2(1, 2));
    refused(e, Value(array<int> = {1, 2}));
    refused(e, Value(array<Value> = {1, 2, "3"}));
    refused(e, Value(dictionary = {{"x", 1}}));
    refused(e, Quat(0, 0, 0, 1));
    try { component::set_position(Value("e"), Vec3(1, 2, 3)); check::passed(); } catch { check::failed(); }
    refused(without, Vec3(1, 2, 3));
    refused(check::dead(), Vec3(1, 2, 3));
    check::show(e.get_position());
}
