// Places count from 0, as in arrays; below that there are none, not even to look at.
#include "check"

void main()
{
    Entity e = entity::create();
    Data@ data = e.data();
    data["path"] = array<int> = {10, 20, 30};
    check::show(data["path"].length(), data["path"][0], data["path"][2], data["path"][3]);
    data["path"][1] = 25;
    data["path"][3] = 40;
    data["path"].insertLast(50);
    data["path"].insertAt(0, 5);
    check::show(data["path"], data["path"].length());
    data["path"].removeLast();
    data["path"].removeAt(0);
    check::show(data["path"]);
    data["path"][3] = Value();
    check::show(data["path"]);
    int64 most = 9223372036854775807;
    try { data["path"][8] = 1; check::passed(); } catch { check::failed(); }
    try { data["path"][-1] = 1; check::passed(); } catch { check::failed(); }
    try { data["path"][-most - 1] = 1; check::passed(); } catch { check::failed(); }
    try { data["path"][most] = 1; check::passed(); } catch { check::failed(); }
    try { data["path"].insertAt(9, 1); check::passed(); } catch { check::failed(); }
    try { data["path"].removeAt(3); check::passed(); } catch { check::failed(); }
    try { data["nothing"].insertLast(1); check::passed(); } catch { check::failed(); }
    try { data[0] = 1; check::passed(); } catch { check::failed(); }
    try { data["path"]["x"] = 1; check::passed(); } catch { check::failed(); }
    try { check::show(data["path"][-1]); } catch { check::failed(); }
    check::show(data["path"][3], data["path"][most], data["path"]["x"]);
    data["grid"] = array<Value> = {array<int> = {1, 2}, array<int> = {3, 4}};
    data["grid"][1][0] = 30;
    check::show(data["grid"]);
}
