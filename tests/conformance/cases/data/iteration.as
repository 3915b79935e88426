#include "check"

void main()
{
    Entity e = entity::create();
    Data@ data = e.data();
    data["path"] = array<int> = {10, 20, 30};
    data["bag"] = dictionary = {{"rope", 1}, {"lamp", 2}, {"sword", 3}};
    for (uint i = 0; i < data["path"].length(); i++)
        check::show(i + 1, data["path"][i]);
    // The names come in the order of the alphabet.
    array<string>@ names = data["bag"].getKeys();
    for (uint i = 0; i < names.length(); i++)
        check::show(names[i], data["bag"][names[i]]);
    array<int>@ path = data["path"];
    for (uint i = 0; i < path.length(); i++)
        check::show(i + 1, path[i]);
    data["empty"] = dictionary();
    @names = data["empty"].getKeys();
    for (uint i = 0; i < names.length(); i++)
        check::show(names[i]);
}
