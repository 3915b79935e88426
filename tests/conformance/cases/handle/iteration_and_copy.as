#include "check"

void fields(Component@ handle)
{
    array<string>@ names = handle.fields();
    for (uint i = 0; i < names.length(); i++)
        check::show(names[i], handle[names[i]]);
}

void main()
{
    Entity e = entity::create();
    e.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    e.add("Stats", dictionary = {{"armor", dictionary = {{"value", 1}, {"layers", 2}}}});
    Health@ health = component::health(e);
    Armor@ armor = component::stats(e).armor;
    // The fields come in the order of their declaration.
    fields(health);
    fields(armor);
    dictionary@ copy = Value(health);
    copy["current"] = 100;
    check::show(health.current, health, armor);
    print("" + health + "\t" + armor);
}
