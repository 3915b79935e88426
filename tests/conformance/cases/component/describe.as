// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main() {
    dictionary@ health = component::describe("Health");
    Value fields = health["fields"];
    check::show(health["name"], health["doc"], fields.length());
    for (uint i = 0; i < fields.length(); i++) {
        Value field = fields[i];
        check::show(field["name"], field["type"], field["doc"], field["variants"], field["fields"]);
    }
    fields = component::describe("Stats")["fields"];
    for (uint i = 0; i < fields.length(); i++) {
        Value field = fields[i];
        check::show(field["name"], field["type"], field["fields"]);
    }
    fields = component::describe("Brain")["fields"];
    check::show(fields[0]["variants"]);
    check::show(component::describe("Speed")["fields"]);
    fields = component::describe("Bag")["fields"];
    check::show(fields[1]["type"]);
    try { component::describe("Helth"); check::passed(); } catch { check::failed(); }
    try { component::describe(""); check::passed(); } catch { check::failed(); }
    try { component::describe(Value()); check::passed(); } catch { check::failed(); }
    try { component::describe(Value(5)); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
}
