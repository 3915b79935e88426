// What is no entity is refused when the script is compiled: see wrong.as. What a Value holds is known when the
// function is called only, and is an error of the conversion.
#include "check"

void ask(const Value &in wrong) {
    try { entity::is_valid(wrong); check::passed(); } catch { check::failed(); }
}

void main() {
    Entity e = entity::create(), never;
    check::show(entity::is_valid(e), e.is_valid(), entity::is_valid(check::dead()));
    // A variable of that type that was given no entity is one that never existed.
    check::show(never.is_valid());
    ask(Value());
    ask("e");
    ask(0);
    check::refused("wrong.as");
}
