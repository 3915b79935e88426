// Names that mean something in one language or another are names like any other.
#include "check"

void main()
{
    array<string> names = {
        "Value", "Query", "Column", "array", "dictionary", "Component", "Data", "Callback", "Asset", "int", "class",
        "component", "print", "None", "nil", "__class__", "_", "_1", "opAssign", "Value_", "main", "F"
    };
    array<string> fields = {
        "class", "in", "self", "entity", "value", "get_value", "set_value", "opIndex", "__init__", "__index", "nil",
        "None", "component", "int", "_", "_0", "fields", "keys", "x"
    };
    dictionary made;
    for (uint i = 0; i < fields.length(); i++)
        made[fields[i]] = 1;
    Entity e = entity::create();
    for (uint i = 0; i < names.length(); i++) {
        string name = names[i];
        component::define(name, made);
        e.add(name, dictionary = {{"self", 2}, {"in", 3}});
        Component@ handle = e.handle(name);
        handle["x"] = 5;
        Value value = e.get(name);
        check::show(name, value["self"], value["in"], value["x"], component::describe(name)["name"] == name);
    }
    check::show(component::list(e).length());
    // Scripts that are compiled from here on have types of those names.
    e.attach("other.as");
    check::show(script::call("other", "good", array<Value> = {e}));
}
