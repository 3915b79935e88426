// engine::setting hands its default back: the shortest way into the engine and out again.
#include "check"

Value back(const Value &in value)
{
    return engine::setting("no.such.setting", value);
}

void main()
{
    Entity e = entity::create();
    check::show(back(Value()), back(true), back(false));
    check::show(back(0), back(-1), back(1.0), back(0.1));
    check::show(back("text"), back(""));
    check::show(back(Vec2(1, 2)), back(Vec3(1, 2, 3)), back(Quat(0, 0, 0, 1)));
    check::show(back(e) == e);
    check::show(back(array<Value> = {1, 2.0, "three"}), back(dictionary = {{"a", 1}, {"b", dictionary = {{"c", 2}}}}));
    check::show(back(dictionary()), back(array<Value> = {array<Value>()}), back(dictionary = {{"a", dictionary()}}));
}
