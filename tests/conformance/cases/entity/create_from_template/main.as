// frames: 3
// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void look() {
    array<Entity>@ made = entity::create_from_template("grunt");
    Entity e = made[0];
    check::show(made.length(), e.name(), e.tags(), e.get_position(), e.get("Health"));
    check::show(e.data()["gold"], e.data()["bag"]["keys"][1]);
    Entity club = e.children()[0];
    check::show(e.children().length(), club.name(), club.get("Speed"), club.parent() == e);
    // Each has its own.
    array<Entity>@ more = entity::create_from_template("grunt", 3);
    more[0].data()["gold"] = 0;
    check::show(more.length(), more[1].data()["gold"], entity::find_by_tag("enemy").length());
    check::show(entity::create_from_template("grunt", 0));
    // What extends another adds to it.
    Entity boss = entity::create_from_template("enemies/boss")[0];
    check::show(boss.name(), boss.tags(), boss.get("Health"), boss.get("Brain")["mode"]);
    check::show(boss.data()["gold"], boss.data()["bag"]["crown"], boss.data()["bag"]["keys"].length());
    Entity guard = boss.children()[1];
    Entity first = boss.children()[0], guards = guard.children()[0];
    check::show(boss.children().length(), first.name(), guard.name(), guards.name());
}

void make(const Value &in name, const Value &in count) {
    try { entity::create_from_template(name, count); check::passed(); } catch { check::failed(); }
}

void refuse() {
    uint before = entity::find_with_component("Health").length();
    make("grnut", 1);
    make("", 1);
    make("../grunt", 1);
    array<string> names = {"key", "field", "component", "value", "lost", "ring"};
    for (uint i = 0; i < names.length(); i++)
        make(names[i], 2);
    try { entity::create_from_template("toml"); check::passed(); } catch { check::failed_somehow(); }
    make("grunt", -1);
    make("grunt", 1000001);
    make(Value(), 1);
    make(5, 1);
    make("grunt", "many");
    make("grunt", 1.5);
    check::refused("wrong.as");
    check::show(entity::find_with_component("Health").length() == before);
}

void on_start() {
    look();
    refuse();
    // Scripts begin in the next frame.
    entity::create_from_template("scripted", 2);
    print("made");
}
