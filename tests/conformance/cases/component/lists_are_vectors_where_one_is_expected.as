#include "check"

void refused(Entity e, dictionary@ patch)
{
    try { component::set(e, "Stats", patch); check::passed(); } catch { check::failed(); }
}

void main()
{
    Entity e = entity::create();
    e.add("Stats", dictionary = {
        {"tint", array<int> = {1, 2, 3}}, {"offset", array<float> = {4, 5}}, {"facing", array<double> = {0, 0, 1, 0}}
    });
    Value stats = e.get("Stats");
    check::show(stats["tint"], stats["offset"], stats["facing"]);
    refused(e, dictionary = {{"tint", array<int> = {1, 2}}});
    refused(e, dictionary = {{"tint", array<Value> = {1, 2, "3"}}});
    refused(e, dictionary = {{"tint", Vec2(1, 2)}});
    refused(e, dictionary = {{"facing", Vec3(1, 2, 3)}});
    check::show(e.get("Stats")["tint"]);
}
