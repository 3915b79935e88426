#include "check"

void refused(const array<Entity> &in entities, const array<Value> &in positions)
{
    try { component::set_positions(entities, positions); check::passed(); } catch { check::failed(); }
}

void main()
{
    Entity a = entity::create(), b = entity::create(), without = entity::create();
    a.add("Transform");
    b.add("Transform");
    Vec3 up(0, 1, 0);
    refused(array<Entity> = {a, b}, array<Value> = {up});
    refused(array<Entity> = {a}, array<Value> = {up, up});
    refused(array<Entity> = {a, check::dead()}, array<Value> = {up, up});
    refused(array<Entity> = {a, without}, array<Value> = {up, up});
    refused(array<Entity> = {a, b}, array<Value> = {up, 5});
    check::show(a.get_position(), b.get_position());
}
