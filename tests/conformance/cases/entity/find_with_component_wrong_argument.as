// What is no string, or too much, is refused when the script is compiled: see wrong.as. What a Value holds is
// known when the function is called only, and is an error of the conversion.
#include "check"

void find(const Value &in name) {
    try { entity::find_with_component(name); check::passed(); } catch { check::failed(); }
}

void main() {
    find(Value());
    find("Helth");
    find("health");
    find("Zebra");
    find("");
    find(5);
    check::refused("wrong.as");
}
