// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main() {
    Entity e = entity::create();
    e.set_name("Grunt");
    e.add_tag("enemy");
    e.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    array<string> items = {"key"};
    e.add("Bag", dictionary = {{"items", items}});
    e.add("Transform", dictionary = {{"translation", Vec3(1, 2, 3)}});
    array<string> weapons = {"axe", "bow"};
    e.data()["weapons"] = weapons;
    Entity copy = e.clone();
    check::show(copy == e, copy.is_valid(), copy.name(), copy.tags());
    check::show(copy.get("Health"), copy.get("Bag")["items"], copy.get_position());
    check::show(copy.data()["weapons"][0], copy.data()["weapons"].length());
    // Nothing is shared.
    copy.data()["weapons"][0] = "sword";
    copy.set("Health", dictionary = {{"current", 1}});
    copy.add_tag("elite");
    check::show(e.data()["weapons"][0], e.get("Health")["current"], e.tags());
    // The lower index goes by the name.
    check::show(entity::find_by_name("Grunt") == e, entity::find_by_tag("enemy").length());
    // The parent is the same; the children are copied when that is asked for.
    Entity child = entity::create(), grandchild = entity::create();
    child.set_parent(e);
    child.set_name("child");
    grandchild.set_parent(child);
    grandchild.set_name("grandchild");
    check::show(e.clone().children(), e.clone(false).children().length());
    Entity family = e.clone(true);
    Entity inner = family.children()[0];
    Entity innermost = inner.children()[0];
    check::show(inner == child, inner.name(), innermost.name(), innermost == grandchild);
    Entity twin = child.clone();
    check::show(twin.parent() == e, e.children().length(), e.children()[1] == twin);
    // What has nothing is copied as well.
    check::show(entity::create().clone().is_valid());
    try { entity::clone(check::dead()); check::passed(); } catch { check::failed(); }
    try { entity::clone(Value()); check::passed(); } catch { check::failed(); }
    try { entity::clone(Value("e")); check::passed(); } catch { check::failed(); }
    try { entity::clone(e, Value("yes")); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
}
