// Nothing that has a value can contain itself here, and a value that is nested too deeply is refused when it is made.
#include "check"

Value nested(int depth)
{
    Value value = 1;
    for (int i = 0; i < depth; i++)
        value = array<Value> = {value};
    return value;
}

void main()
{
    Entity e = entity::create();
    Data@ data = e.data();
    data["ok"] = nested(90);
    try { data["deep"] = nested(200); check::passed(); } catch { check::failed(); }
    try { data["deep"] = array<Value> = {nested(100)}; check::passed(); } catch { check::failed(); }
    try { data["deep"] = nested(10000); check::passed(); } catch { check::failed_somehow(); }
    Data@ inner = data["ok"];
    for (int i = 0; i < 50; i++)
        @inner = inner[0];
    try { inner[0] = nested(60); check::passed(); } catch { check::failed(); }
    Value value = data["ok"];
    int depth = 0;
    for (; value.kind() == "list"; depth++)
        value = value[0];
    check::show(depth, value, data["deep"]);
    // The same array twice is no cycle.
    array<int> shared = {1};
    data["shared"] = array<Value> = {shared, shared};
    array<array<int>@> handles = {shared, shared};
    check::show(data["shared"], handles);
}
