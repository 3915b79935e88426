#include "check"

void refused(Entity e, Vec3 position)
{
    try { component::set_position(e, position); check::passed(); } catch { check::failed(); }
}

void main()
{
    Entity e = entity::create();
    e.add("Transform");
    refused(e, Vec3(NAN, 0, 0));
    refused(e, Vec3(0, INFINITY, 0));
    refused(e, Vec3(0, 0, -INFINITY));
    array<Entity> entities = {e};
    array<Vec3> positions = {Vec3(0, NAN, 0)};
    try { component::set_positions(entities, positions); check::passed(); } catch { check::failed(); }
    try { component::set_rotation(e, Quat(NAN, 0, 0, 1)); check::passed(); } catch { check::failed(); }
    check::show(e.get_position(), e.get_rotation());
    e.set_position(Vec3(1e38, -1e38, 1e-38));
    Vec3 place = e.get_position();
    check::show(place.x > 9e37, place.y < -9e37, place.z > 0);
}
