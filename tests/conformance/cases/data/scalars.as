#include "check"

void main()
{
    Entity e = entity::create();
    Data@ data = e.data();
    check::show(data["hp"]);
    data["hp"] = 5;
    data["speed"] = 2.5;
    data["name"] = "Hero";
    data["alive"] = true;
    data["dead"] = false;
    check::show(data["hp"], data["speed"], data["name"], data["alive"], data["dead"], data["zebra"]);
    data["hp"] -= 1;
    int hp = entity::data(e)["hp"];
    check::show(hp);
    data.delete("hp");
    check::show(data["hp"], e.data());
}
