// A script may add to a namespace of the interface, for itself. What is there it cannot take away or change: that
// is refused when the script is compiled, see wrong.as.
#include "check"

namespace entity {
    Entity create_named(const string &in name) {
        Entity e = create();
        e.set_name(name);
        return e;
    }
}

namespace Vec3 {
    const ::Vec3 MIDDLE = ::Vec3(0.5, 0.5, 0.5);
}

void main() {
    check::show(entity::create_named("Hero").name());
    check::show(Vec3::MIDDLE, Vec3::ONE);
    check::refused("wrong.as");
}
