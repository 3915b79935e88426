// A component is a type to scripts that are compiled after it was defined: see `define_in_another_script`. Here, where it is
// defined, `component::handle` reaches its fields.
#include "check"

void main()
{
    component::define("Shield", dictionary = {
        {"strength", 100.0},
        {"layers", 2},
        {"up", true},
        {"name", "string"},
        {"facing", dictionary = {{"type", "Vec3"}, {"default", Vec3(0, 0, 1)}}},
        {"parts", dictionary = {{"type", "list"}, {"doc", "What it is made of."}}}
    }, "Keeps things out.");

    // It is a component like any other.
    Entity e = entity::create();
    e.add("Shield", dictionary = {{"strength", 5}});
    check::show(e.get("Shield"));
    check::show(e.has("Shield"), entity::create().has("Shield"), entity::find_with_component("Shield").length());
    check::show(component::list(e));

    // Through a handle.
    Component@ shield = e.handle("Shield");
    check::show(shield["strength"], shield["layers"], shield["up"], shield["name"], shield["facing"], shield["parts"]);
    shield["strength"] = double(shield["strength"]) + 0.5;
    shield["layers"] = 3;
    shield["up"] = false;
    shield["name"] = "oak";
    Vec3 facing = shield["facing"];
    facing.x = 7;
    shield["facing"] = facing;
    shield["parts"] = array<Value> = {"rim", 2, array<Value> = {"boss"}};
    check::show(e.get("Shield"));
    e.set("Shield", dictionary = {{"name", "elm"}, {"parts", array<Value>()}});
    check::show(shield["name"], shield["parts"], shield["strength"]);

    // A copy is its own.
    Entity copy = entity::clone(e);
    copy.handle("Shield")["name"] = "ash";
    check::show(e.get("Shield")["name"], copy.get("Shield")["name"], copy.get("Shield")["strength"]);

    check::show(e.remove("Shield"));
    check::show(e.remove("Shield"), e.get("Shield"));
    try { shield["strength"]; check::passed(); } catch { check::failed(); }

    dictionary@ described = component::describe("Shield");
    check::show(described["name"], described["doc"]);
    Value fields = described["fields"];
    for (uint i = 0; i < fields.length(); i++) {
        Value field = fields[i];
        check::show(field["name"], field["type"], field["doc"], field["variants"]);
    }
}
