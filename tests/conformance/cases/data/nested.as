#include "check"

void main()
{
    Entity e = entity::create();
    Data@ data = e.data();
    data["home"] = dictionary = {{"x", 1}, {"chest", dictionary = {{"gold", 5}}}};
    check::show(data["home"]["x"], data["home"]["chest"]["gold"]);
    data["home"]["chest"]["gold"] += 1;
    Data@ chest = data["home"]["chest"];
    chest["silver"] = 2;
    check::show(e.data()["home"]["chest"]);
    // What was written is a copy: the array it came from is no longer part of it.
    array<int> list = {1, 2};
    data["list"] = list;
    list[0] = 100;
    check::show(data["list"][0]);
    // A handle leads to a place: when that is gone, so is what it leads to.
    data["home"] = Value();
    check::show(chest["gold"]);
    try { chest["gold"] = 1; check::passed(); } catch { check::failed(); }
}
