// An asset that was unloaded is used again.
#include "check"

void listen(Asset a) {}

void main()
{
    Asset a = asset::load("a.txt", "text");
    check::show(asset::find_by_type("text"));
    asset::unload(a);
    // A function without a result has no value to show.
    check::show();
    check::show(asset::is_loaded(a), asset::state(a), asset::find_by_type("text"));
    try { asset::unload(a); check::passed(); } catch { check::failed(); }
    try { asset::error(a); check::passed(); } catch { check::failed(); }
    try { asset::path(a); check::passed(); } catch { check::failed(); }
    try { asset::type(a); check::passed(); } catch { check::failed(); }
    try { asset::get(a); check::passed(); } catch { check::failed(); }
    try { asset::dependencies(a); check::passed(); } catch { check::failed(); }
    try { asset::reload(a); check::passed(); } catch { check::failed(); }
    try { asset::on_reload(a, listen); check::passed(); } catch { check::failed(); }
    Asset b = asset::load("a.txt", "text");
    check::show(a, b, a == b, asset::state(a), asset::state(b));
}
