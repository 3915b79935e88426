#include "check"

void show(Entity e, Entity other)
{
    Value stats = e.get("Stats");
    array<string> names = {"level", "name", "speed", "alive", "tint", "offset", "facing"};
    for (uint i = 0; i < names.length(); i++)
        print(names[i] + " = " + check::text(stats[names[i]]));
    print("target = " + (stats["target"] == other ? "other" : check::text(stats["target"])));
}

void main()
{
    Entity e = entity::create(), other = entity::create();
    e.add("Stats");
    show(e, other);
    e.set("Stats", dictionary = {
        {"level", -7}, {"name", "Ünal"}, {"speed", 0.1}, {"alive", true}, {"target", other},
        {"tint", Vec3(1, 2, 3)}, {"offset", Vec2(4, 5)}, {"facing", Quat(0, 1, 0, 0)}
    });
    show(e, other);
}
