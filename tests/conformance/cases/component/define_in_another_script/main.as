// frames: 4
#include "check"

Entity e;

void on_start()
{
    // Not known before a script defines it.
    try { entity::create_from_template("knight"); check::passed(); } catch { check::failed(); }
    component::define("Armour", dictionary = {
        {"layers", 1}, {"weight", 12.5}, {"owner", "Entity"}, {"plates", "list"}, {"at", "Vec2"}
    });
    e = entity::create();
    e.attach("other.as");
}

void update(double dt)
{
    if (engine::frame() == 0) {
        e.add("Armour", dictionary = {{"owner", e}});
    } else if (engine::frame() == 1) {
        check::show(e.get("Armour")["weight"], e.changed("Armour"), component::find_changed("Armour").length());
    } else if (engine::frame() == 2) {
        Entity knight = entity::create_from_template("knight")[0];
        Component@ armour = knight.handle("Armour");
        check::show(armour["layers"], armour["plates"], armour["weight"], Entity(armour["owner"]).is_valid());
        // The defaults of the last definition count from then on; its fields stay.
        component::define("Armour", dictionary = {
            {"layers", 2}, {"weight", 1.5}, {"owner", "Entity"}, {"plates", "list"}, {"at", "Vec2"}
        });
        Entity third = entity::create();
        third.add("Armour", dictionary());
        check::show(third.get("Armour")["layers"], armour["layers"]);
    }
}
