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
    // As a variable, since the compiler of 2.35.0 fails where such a constant is to become one of several types.
    uint64 wide = uint64(1) << 63;
    try { engine::setting("none", wide); check::passed(); } catch { check::failed(); }
    try { Value value = wide; check::passed(); } catch { check::failed(); }
    // A handle to nothing is nothing, and an enumerator is its number.
    check::show(engine::setting("none", @nobody), engine::setting("none", @unnamed), engine::setting("none", GREEN));
}
