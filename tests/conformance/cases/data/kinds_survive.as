#include "check"

void main()
{
    Entity e = entity::create(), other = entity::create();
    Data@ data = e.data();
    int64 most = 9223372036854775807;
    data["int"] = 7;
    data["float"] = 7.5;
    data["whole"] = 7.0;
    data["big"] = most;
    data["small"] = -most - 1;
    data["tiny"] = parseFloat("5e-324");
    data["huge"] = INFINITY;
    data["nan"] = NAN;
    data["zero"] = -0.0;
    data["text"] = "ü 🐉";
    data["nul"] = "a\0b";
    data["none"] = "";
    data["v2"] = Vec2(1, 2);
    data["v3"] = Vec3(1, 2, 3);
    data["q"] = Quat(0, 1, 0, 0);
    data["who"] = other;
    check::show(data["int"], data["float"], data["whole"]);
    check::show(data["big"] == most, data["small"] == -most - 1);
    check::show(data["tiny"], data["huge"], data["nan"], 1 / data["zero"]);
    check::show(data["text"], data["nul"], data["none"]);
    check::show(data["v2"], data["v3"], data["q"], data["who"] == other);
}
