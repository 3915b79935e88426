#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Stats", dictionary = {{"armor", dictionary = {{"value", 2.5}, {"layers", 3}}}});
    Stats@ stats = component::stats(e);
    check::show(stats.armor.value, stats.armor.layers);
    stats.armor.value = 4;
    Armor@ armor = stats.armor;
    armor.layers = 5;
    check::show(stats.armor.value, e.get("Stats")["armor"]);
    // A nested structure can be given as a whole, in part too.
    stats.armor = dictionary = {{"layers", 9}};
    check::show(armor.value, armor.layers);
}
