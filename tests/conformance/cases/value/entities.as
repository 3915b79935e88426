#include "check"

Value back(const Value &in value)
{
    return engine::setting("none", value);
}

void main()
{
    Entity a = entity::create(), b = entity::create();
    check::show(back(a) == a, back(a) == b, back(array<Entity> = {a, b})[1] == b, back(dictionary = {{"who", a}})["who"] == a);
    // An entity that is gone is still that entity.
    b.destroy();
    Entity gone = back(b);
    check::show(gone == b, gone.is_valid());
}
