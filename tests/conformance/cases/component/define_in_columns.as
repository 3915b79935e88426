#include "check"

void main()
{
    component::define("Body", dictionary = {
        {"mass", 1.5}, {"speed", "Vec3"}, {"alive", true}, {"points", 3}, {"name", "string"}
    });
    Entity a = entity::create(), b = entity::create();
    a.add("Body", dictionary = {{"speed", Vec3(1, 0, 0)}});
    b.add("Body", dictionary = {{"speed", Vec3(0, 2, 0)}, {"mass", 4.0}, {"name", "b"}});

    Query@ q = query::create(array<string> = {"Body"});
    Column@ mass = q.column("Body.mass"), speed = q.column("Body.speed");
    check::show(q.count(), mass.to_list(), speed.to_list());
    mass.scale(2);
    speed.scale(mass);
    check::show(a.get("Body"), b.get("Body"));
    check::show(q.column("Body.speed.y").to_list(), q.column("Body.alive").to_list(), q.column("Body.points").sum());
    try { q.column("Body.name"); check::passed(); } catch { check::failed(); }
    try { q.column("Body.mas"); check::passed(); } catch { check::failed(); }
}
