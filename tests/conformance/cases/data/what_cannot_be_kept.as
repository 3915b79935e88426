// What a value may not be is different in each language: here it is objects of a script's own, and what an int of 64 bits
// cannot hold. A dictionary has names only, and refuses what is no text itself.
#include "check"

class Thing
{
}

void f()
{
}

void main()
{
    Entity e = entity::create();
    Data@ data = e.data();
    Callback@ function = f;
    Thing thing;
    try { data["f"] = @function; check::passed(); } catch { check::failed(); }
    dictionary deep = {{"deep", dictionary = {{"f", @function}}}};
    try { data["f"] = deep; check::passed(); } catch { check::failed(); }
    try { data["thing"] = thing; check::passed(); } catch { check::failed(); }
    try { data["things"] = array<Thing@> = {thing}; check::passed(); } catch { check::failed(); }
    try { data["bad"] = "\xff\xfe"; check::passed(); } catch { check::failed(); }
    try { data["\xff"] = 1; check::passed(); } catch { check::failed(); }
    try { data["wide"] = uint64(1) << 63; check::passed(); } catch { check::failed(); }
    try { data[Value(true)] = 1; check::passed(); } catch { check::failed(); }
    try { data[1] = 1; check::passed(); } catch { check::failed(); }
    try { data["list"] = array<int> = {1}; data["list"]["name"] = 1; check::passed(); } catch { check::failed(); }
    data.delete("list");
    try { data = 5; check::passed(); } catch { check::failed(); }
    try { data = deep; check::passed(); } catch { check::failed(); }
    check::show(data);
}
