#include "check"

Value kept(const Value &in value)
{
    save::write("slot", value);
    return save::read("slot");
}

void main()
{
    int64 most = 9223372036854775807;
    check::show(kept(7), kept(7.5), kept(7.0), kept(true));
    check::show(kept(most) == most, kept(-most - 1) == -most - 1);
    check::show(kept(parseFloat("5e-324")), kept(INFINITY), kept(NAN), 1 / kept(-0.0));
    check::show(kept("ü 🐉"), kept("a\0b"), kept(""));
    check::show(kept(Vec2(1, 2.5)), kept(Vec3(1, 2, -0.1)), kept(Quat(0, 1, 0, 0)));
    check::show(kept(Vec3(INFINITY, -INFINITY, 1e-40)));
    check::show(kept(array<Value> = {1, array<Value> = {2, array<double> = {3}}, "four"}));
    dictionary deep = {{"a", dictionary = {{"b", dictionary = {{"c", array<int> = {1, 2}}}}}},
                       {"$vec3", 1}, {"$$", 2}, {"", 3}};
    check::show(kept(deep));
    check::show(kept(dictionary = {{"$vec3", array<int> = {1, 2, 3}}}));
    check::show(kept(Value()));
}
