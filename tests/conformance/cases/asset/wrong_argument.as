// A wrong type or number of arguments does not compile: see wrong.as. What a Value holds is found out when it is passed.
#include "check"

void listen(Asset a) {}

void takes_assets(const Value &in value)
{
    try { asset::unload(value); check::passed(); } catch { check::failed(); }
    try { asset::is_loaded(value); check::passed(); } catch { check::failed(); }
    try { asset::state(value); check::passed(); } catch { check::failed(); }
    try { asset::error(value); check::passed(); } catch { check::failed(); }
    try { asset::path(value); check::passed(); } catch { check::failed(); }
    try { asset::type(value); check::passed(); } catch { check::failed(); }
    try { asset::get(value); check::passed(); } catch { check::failed(); }
    try { asset::dependencies(value); check::passed(); } catch { check::failed(); }
    try { asset::reload(value); check::passed(); } catch { check::failed(); }
}

void takes_types(const Value &in value)
{
    try { asset::find_by_type(value); check::passed(); } catch { check::failed(); }
    try { asset::reload_all(value); check::passed(); } catch { check::failed(); }
}

void listens(const Value &in value)
{
    try { asset::on_reload(value, listen); check::passed(); } catch { check::failed(); }
}

void main()
{
    check::refused("wrong.as");
    takes_assets(Value());
    takes_assets(1);
    takes_assets("a.txt");
    takes_assets(dictionary());
    takes_assets(Vec3(1, 2, 3));
    takes_types(Value());
    takes_types(1);
    takes_types(asset::load("a.txt", "text"));
    takes_types("txt");
    listens(Value());
    listens(1);
    listens("txt");
    listens(Vec3(1, 2, 3));
}
