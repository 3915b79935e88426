#include "check"

void main()
{
    Entity e = entity::create();
    Data@ data = e.data();
    data["things"] = array<string>();
    check::show(data["things"]);
    data["things"][0] = "first";
    check::show(data["things"], data["things"].length());
    data["names"] = dictionary();
    data["names"]["first"] = 1;
    check::show(data["names"]);
}
