// The number of arguments, their types where these are fixed, and unknown methods are the compiler's to check: see wrong.as.
#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Transform");
    e.add("Stats");
    Entity other = entity::create();
    other.add("Transform");
    Query@ q = query::create(array<string> = {"Transform", "Stats"});
    Column@ place = q.column("Transform.translation"), level = q.column("Stats.level"), speed = q.column("Stats.speed");
    Column@ alive = q.column("Stats.alive"), facing = q.column("Stats.facing");
    Column@ places = query::create(array<string> = {"Transform"}).column("Transform.translation");

    // What a function that takes a value cannot take.
    array<Value> values = {"up", true, e, dictionary(), places, speed, q, Value()};
    for (uint i = 0; i < values.length(); i++) {
        try { place.add(values[i]); check::passed(); } catch { check::failed(); }
        try { place.sub(values[i]); check::passed(); } catch { check::failed(); }
        try { place.mul(values[i]); check::passed(); } catch { check::failed(); }
        try { place.div(values[i]); check::passed(); } catch { check::failed(); }
        try { place.set(values[i]); check::passed(); } catch { check::failed(); }
        try { place.dot(values[i]); check::passed(); } catch { check::failed(); }
        try { place.equal(values[i]); check::passed(); } catch { check::failed(); }
        try { place.not_equal(values[i]); check::passed(); } catch { check::failed(); }
    }
    values = array<Value> = {"up", true, e, array<int> = {1, 2, 3}, Vec3(1, 1, 1), places, place, q};
    for (uint i = 0; i < values.length(); i++) {
        try { place.scale(values[i]); check::passed(); } catch { check::failed(); }
        try { place.add_scaled(place, values[i]); check::passed(); } catch { check::failed(); }
        try { place.clamp(values[i], 5); check::passed(); } catch { check::failed(); }
        try { place.clamp(5, values[i]); check::passed(); } catch { check::failed(); }
        try { speed.less(values[i]); check::passed(); } catch { check::failed(); }
        try { level.add(values[i]); check::passed(); } catch { check::failed(); }
        try { level.greater(values[i]); check::passed(); } catch { check::failed(); }
        try { alive.set(values[i]); check::passed(); } catch { check::failed(); }
        try { facing.mul(values[i]); check::passed(); } catch { check::failed(); }
    }
    try { place.less(1); check::passed(); } catch { check::failed(); }
    try { place.less_equal(1); check::passed(); } catch { check::failed(); }
    try { place.greater(1); check::passed(); } catch { check::failed(); }
    try { place.greater_equal(1); check::passed(); } catch { check::failed(); }
    try { alive.less(true); check::passed(); } catch { check::failed(); }
    try { place.add_scaled(places, 1); check::passed(); } catch { check::failed(); }
    try { place.add_scaled(speed, 1); check::passed(); } catch { check::failed(); }
    try { place.add_scaled(null, 1); check::passed(); } catch { check::failed(); }
    try { place.clamp(5, 1); check::passed(); } catch { check::failed(); }
    try { place.clamp(Vec3(0, 5, 0), Vec3(9, 1, 9)); check::passed(); } catch { check::failed(); }
    try { level.clamp(0.5, 1); check::passed(); } catch { check::failed(); }
    try { level.clamp(5, 1); check::passed(); } catch { check::failed(); }

    // What only some columns have.
    try { speed.normalize(); check::passed(); } catch { check::failed(); }
    try { alive.normalize(); check::passed(); } catch { check::failed(); }
    try { speed.length(); check::passed(); } catch { check::failed(); }
    try { alive.length(); check::passed(); } catch { check::failed(); }
    try { speed.dot(speed); check::passed(); } catch { check::failed(); }
    try { speed.inverse(); check::passed(); } catch { check::failed(); }
    try { speed.count(); check::passed(); } catch { check::failed(); }
    try { speed.both(alive); check::passed(); } catch { check::failed(); }
    try { alive.both(speed); check::passed(); } catch { check::failed(); }
    try { alive.either(null); check::passed(); } catch { check::failed(); }
    try { alive.sum(); check::passed(); } catch { check::failed(); }
    try { alive.mean(); check::passed(); } catch { check::failed(); }
    try { alive.min(); check::passed(); } catch { check::failed(); }
    try { alive.max(); check::passed(); } catch { check::failed(); }
    try { alive.add(true); check::passed(); } catch { check::failed(); }
    try { alive.scale(1); check::passed(); } catch { check::failed(); }
    try { alive.clamp(false, true); check::passed(); } catch { check::failed(); }

    // Masks.
    try { place.add(Vec3(1, 1, 1), speed); check::passed(); } catch { check::failed(); }
    try { place.add(Vec3(1, 1, 1), Value(true)); check::passed(); } catch { check::failed(); }
    try { place.set(Vec3(1, 1, 1), places.equal(places)); check::passed(); } catch { check::failed(); }
    try { place.to_list(speed); check::passed(); } catch { check::failed(); }
    try { place.entities(place); check::passed(); } catch { check::failed(); }
    try { speed.sum(speed); check::passed(); } catch { check::failed(); }

    // Lists and rows.
    try { speed.set_list(array<double> = {}); check::passed(); } catch { check::failed(); }
    try { speed.set_list(array<double> = {1, 2}); check::passed(); } catch { check::failed(); }
    try { speed.set_list(array<string> = {"up"}); check::passed(); } catch { check::failed(); }
    try { speed.set_list(5); check::passed(); } catch { check::failed(); }
    try { alive.set_list(array<int> = {1}); check::passed(); } catch { check::failed(); }
    try { level.set_list(array<double> = {0.5}); check::passed(); } catch { check::failed(); }
    try { place.set_list(array<Value> = {array<int> = {1, 2}}); check::passed(); } catch { check::failed(); }
    try { speed.get(other); check::passed(); } catch { check::failed(); }
    try { speed.get(check::dead()); check::passed(); } catch { check::failed(); }
    try { speed.set_at(other, 1); check::passed(); } catch { check::failed(); }
    try { speed.set_at(e, "up"); check::passed(); } catch { check::failed(); }
    try { Column@ nothing; nothing.len(); check::passed(); } catch { check::failed(); }
    try { Value value = q; Column@ column = value; check::passed(); } catch { check::failed(); }
    check::show(place.to_list(), level.to_list(), speed.to_list(), alive.to_list(), facing.to_list());
    check::refused("wrong.as");
}
