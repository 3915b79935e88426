// Each language says in its own way that a method was called on nothing, or on something else.
#include "check"

void main()
{
    try { Query@ nothing; nothing.count(); check::passed(); } catch { check::failed(); }
    try { Value value = 5; Query@ five = value; check::passed(); } catch { check::failed(); }
    try { Value value = entity::create(); Query@ five = value; check::passed(); } catch { check::failed(); }
    try { Value value; Query@ nothing = value; check::show(nothing is null); nothing.count(); check::passed(); } catch { check::failed(); }
}
