// The number and types of arguments are the compiler's to check: see wrong.as.
#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Transform");
    e.add("Stats");
    e.add("Banner", dictionary = {{"color", "red"}});
    e.add("Brain");
    e.add("Bag");
    Query@ q = query::create(array<string> = {"Transform", "Stats", "Banner", "Brain", "Bag"});
    array<string> names = {"", "Transform", "Transform.", "Transfrom.translation", "Transform.translatoin",
                           "Transform.translation.w", "Transform.translation.x.y", "Stats.armor", "Stats.armor.layer",
                           "Stats.name", "Stats.target", "Stats.level.x", "Banner.color", "Brain.mode", "Bag.items",
                           "Bag.items.x", "Health.current", "translation", "..", "Relic.power"};
    for (uint i = 0; i < names.length(); i++) {
        try { q.column(names[i]); check::passed(); } catch { check::failed(); }
    }
    check::refused("wrong.as");
}
