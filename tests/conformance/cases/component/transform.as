#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Transform", dictionary = {{"scale", Vec3(2, 2, 2)}});
    check::show(e.get("Transform"));
    e.set("Transform", dictionary = {{"translation", array<int> = {1, 2, 3}}});
    check::show(e.get("Transform"));
}
