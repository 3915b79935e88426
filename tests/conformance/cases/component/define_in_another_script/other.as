// To a script that is compiled after the component was defined, it is a type.
#include "check"

void update(Entity e, double dt)
{
    if (!e.has("Armour"))
        return;
    Armour@ armour = component::armour(e);
    check::show(armour.layers, armour.weight, armour.owner == e, armour.plates, armour.at);
    armour.weight *= 2;
    armour.at.y += 1;
    armour.plates = array<Value> = {"rim"};
    Component@ any = e.handle("Armour");
    try { any["weight"] = "heavy"; check::passed(); } catch { check::failed(); }
    try { armour.weight = NAN; check::passed(); } catch { check::failed(); }
    try { any["owner"] = 5; check::passed(); } catch { check::failed(); }
    try { any["layrs"]; check::passed(); } catch { check::failed(); }
    e.set("Armour", dictionary = {{"layers", 3}});
}
