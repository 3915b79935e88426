#include "check"

void main()
{
    component::define("Cargo", dictionary = {{"mass", 1.5}, {"crates", 2}, {"sealed", false}, {"pull", Vec3(1, 2, 3)},
                                             {"drift", Vec2(1, 1)}});
    for (int i = 1; i <= 2; i++) {
        Entity e = entity::create();
        e.add("Stats", dictionary = {{"level", i}, {"alive", i == 2}, {"offset", Vec2(i, -i)}});
        e.add("Speed", i);
        e.add("Cargo", dictionary = {{"crates", i}});
    }
    Query@ q = query::create(array<string> = {"Stats", "Speed", "Cargo"});
    array<string> names = {"Stats.level", "Stats.armor.layers", "Stats.armor.value", "Stats.speed", "Stats.alive",
                           "Stats.offset", "Stats.offset.y", "Stats.tint", "Stats.facing", "Stats.facing.w",
                           "Speed.value", "Cargo.mass", "Cargo.crates", "Cargo.sealed", "Cargo.pull", "Cargo.drift.x"};
    for (uint i = 0; i < names.length(); i++)
        check::show(names[i], q.column(names[i]).to_list());
    Column@ level = q.column("Stats.level"), layers = q.column("Stats.armor.layers");
    level.add(1);
    level.mul(level);
    layers.set(level);
    layers.sub(1, level.greater(4));
    layers.clamp(1, 7);
    check::show(level.to_list(), layers.to_list());
    Column@ offset = q.column("Stats.offset");
    offset.add_scaled(offset, 2);
    check::show(offset.to_list(), offset.dot(Vec2(1, 2)).to_list());
    Column@ facing = q.column("Stats.facing");
    facing.mul(Quat::from_euler(0, 0, 1));
    facing.scale(3);
    facing.normalize();
    Quat first = facing.get(q.first());
    check::show(facing.length().to_list(), first.rotate(Vec3(1, 0, 0)).length() > 0.99);
    Column@ speed = q.column("Speed.value"), mass = q.column("Cargo.mass");
    speed.add(mass);
    mass.set(speed);
    mass.add(level);
    check::show(speed.to_list(), mass.to_list(), mass.greater(speed).to_list());
    Column@ isSealed = q.column("Cargo.sealed"), crates = q.column("Cargo.crates");
    isSealed.set(crates.greater(1));
    crates.mul(10, isSealed);
    q.column("Cargo.pull.z").set(crates);
    Entity e = q.first();
    check::show(isSealed.to_list(), q.column("Cargo.pull").to_list(), e.get("Cargo")["pull"]);
}
