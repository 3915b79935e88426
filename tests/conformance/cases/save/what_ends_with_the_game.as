#include "check"

void f()
{
}

void main()
{
    save::write("slot", "before");
    Entity e = entity::create();
    Callback@ function = f;
    try { save::write("slot", e); check::passed(); } catch { check::failed(); }
    dictionary party = {{"party", array<Value> = {"Anna", dictionary = {{"who", e}}}}};
    try { save::write("slot", party); check::passed(); } catch { check::failed(); }
    try { save::write("slot", asset::load("none.txt", "text")); check::passed(); } catch { check::failed(); }
    try { save::write("slot", dictionary = {{"f", @function}}); check::passed(); } catch { check::failed(); }
    try { save::write("slot", query::create(array<string> = {"Health"})); check::passed(); } catch { check::failed(); }
    // Handles and data are copied.
    component::add(e, "Health", dictionary = {{"current", 3}, {"max", 5}});
    e.data()["path"] = array<int> = {1, 2};
    check::show(save::read("slot"));
    save::write("slot", dictionary = {{"health", component::handle(e, "Health")}, {"data", e.data()}});
    entity::destroy(e);
    check::show(save::read("slot"));
}
