// What the interface offers cannot be taken away. A script may use the names for something of its own, which is in
// its way alone.
namespace entity {
    Entity create(int number) {
        throw("vandal");
        return Entity();
    }
}

namespace vandal {
    double floor(double x) {
        return -1;
    }

    class Vec3 {
        Vec3 opAdd(const Vec3 &in other) const {
            throw("vandal");
            return this;
        }
    }

    void print(const string &in text) {
    }
}

class component {
}

void main() {
    vandal::print("never printed");
    vandal::Vec3 v;
    vandal::floor(1.5);
}
