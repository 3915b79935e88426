// How many arguments a function takes is checked when the script is compiled: see wrong.as.
#include "check"

void main() {
    Entity a = entity::create(), b = entity::create();
    check::show(a.is_valid(), b.is_valid(), a == b, a != b);
    check::show(a.name(), a.tags(), component::get(a, "Transform"));
    check::refused("wrong.as");
}
