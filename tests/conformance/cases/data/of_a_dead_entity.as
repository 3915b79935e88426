// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    Entity e = entity::create();
    Data@ data = e.data();
    data["hp"] = 5;
    data["home"] = dictionary = {{"x", 1}};
    Data@ home = data["home"];
    e.destroy();
    try { check::show(data["hp"]); } catch { check::failed(); }
    try { data["hp"] = 1; check::passed(); } catch { check::failed(); }
    try { check::show(home["x"]); } catch { check::failed(); }
    try { check::show(data); } catch { check::failed(); }
    try { entity::data(e); check::passed(); } catch { check::failed(); }
    try { entity::data(Value("e")); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
}
