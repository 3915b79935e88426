// What a method is called on, the number of arguments and unknown methods are the compiler's to check: see wrong.as.
#include "check"

void make(const Value &in components, const Value &in without = Value(), const Value &in optional = Value(),
          const Value &in changed = Value(), const Value &in tag = Value())
{
    try { query::create(components, without, optional, changed, tag); check::passed(); } catch { check::failed(); }
}

void main()
{
    array<string> health = {"Health"};
    Value none;
    make(none);
    make("Health");
    make(array<string> = {"Helth"});
    make(health, array<string> = {"Speed", "Sped"});
    make(health, none, array<string> = {""});
    make(health, none, none, array<string> = {"health"});
    make(array<Value> = {"Health", 5});
    make(dictionary = {{"name", "Health"}});
    make(health, "Speed");
    make(health, none, none, none, 5);
    make(array<string> = {"Health", "Speed"}, array<string> = {"Speed"});

    Query@ healthy = query::create(health);
    try { healthy.each(null); check::passed(); } catch { check::failed(); }
    try { healthy.each(Value(5)); check::passed(); } catch { check::failed(); }
    try { healthy.contains(Value(5)); check::passed(); } catch { check::failed(); }
    try { healthy.contains(check::dead()); check::passed(); } catch { check::failed(); }
    try { Value value = healthy; entity::destroy(value); check::passed(); } catch { check::failed(); }
    try { entity::create().data()["query"] = healthy; check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
}
