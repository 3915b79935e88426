// frames: 6
// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

Entity e, other;

void on_start() {
    e = entity::create();
    other = entity::create();
    e.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    other.add("Health");
}

void update() {
    // What this frame changes below shows in the next.
    array<Entity>@ found = component::find_changed("Health");
    check::show(engine::frame(), e.changed("Health"), other.changed("Health"), found.length(), e.changed("Transform"));
    if (engine::frame() == 2) {
        e.set("Health", dictionary = {{"current", 4}});
        // It shows at once as well.
        check::show(e.changed("Health"), component::find_changed("Health")[0] == e);
    }
    else if (engine::frame() == 3) {
        // Reading is no change.
        check::show(other.get("Health")["current"]);
    }
    else if (engine::frame() == 4) {
        // Through a handle, and to the same value.
        Health@ health = cast<Health>(other.handle("Health"));
        health.current = 0;
        e.remove("Health");
        e.add("Transform");
    }
}

void on_stop() {
    try { component::changed(check::dead(), "Health"); check::passed(); } catch { check::failed(); }
    try { component::changed(e, "Helth"); check::passed(); } catch { check::failed(); }
    try { component::changed(e, Value()); check::passed(); } catch { check::failed(); }
    try { component::changed(Value(), "Health"); check::passed(); } catch { check::failed(); }
    try { component::changed(e, Value(5)); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
    try { component::find_changed("Helth"); check::passed(); } catch { check::failed(); }
    try { component::find_changed(Value()); check::passed(); } catch { check::failed(); }
    try { component::find_changed(Value(5)); check::passed(); } catch { check::failed(); }
}
