// What has no value is different in each language: here it is objects of a script's own, and what an int of 64 bits cannot
// hold.
#include "check"

class Thing
{
    int a = 1;
}

interface Named
{
}

enum Color
{
    RED,
    GREEN
}

void main()
{
    Thing thing;
    Thing@ nobody;
    Named@ unnamed;
    try { engine::setting("none", thing); check::passed(); } catch { check::failed(); }
    try { engine::setting("none", @thing); check::passed(); } catch { check::failed(); }
    try { engine::setting("none", array<Thing@> = {thing}); check::passed(); } catch { check::failed(); }
    try { Value value(thing); check::passed(); } catch { check::failed(); }
    try { dictionary d = {{"a", @thing}}; check::passed(); } catch { check::failed(); }
    try { engine::setting("none", uint64(1) << 63); check::passed(); } catch { check::failed(); }
    try { Value value = uint64(1) << 63; check::passed(); } catch { check::failed(); }
    // A handle to nothing is nothing, and an enumerator is its number.
    check::show(engine::setting("none", @nobody), engine::setting("none", @unnamed), engine::setting("none", GREEN));
}
