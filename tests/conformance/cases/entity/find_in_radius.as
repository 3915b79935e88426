#include "check"

Entity at(float x, float y, float z) {
    Entity e = entity::create();
    e.add("Transform", dictionary = {{"translation", Vec3(x, y, z)}});
    return e;
}

void main() {
    check::show(entity::find_in_radius(Vec3(0, 0, 0), 10));
    Entity far = at(0, 5, 0), near = at(1, 0, 0), right = at(3, 0, 0), left = at(-3, 0, 0);
    entity::create();
    // The nearest first, the border is in, and of those that are equally far the one that was made first.
    array<Entity>@ found = entity::find_in_radius(Vec3(0, 0, 0), 3);
    check::show(found.length(), found[0] == near, found[1] == right, found[2] == left);
    check::show(entity::find_in_radius(Vec3(0, 0, 0), 2.999).length());
    @found = entity::find_in_radius(Vec3(0, 5, 0), 0);
    check::show(found.length(), found[0] == far);
    check::show(entity::find_in_radius(Vec3(0, 0, 0), INFINITY).length());
    // What moves is found where it is.
    far.set_position(Vec3(0, 0, 0.5));
    check::show(entity::find_in_radius(Vec3(0, 0, 0), 3)[0] == far);
    // A child is where its parent carries it.
    left.set_parent(right);
    check::show(entity::find_in_radius(Vec3(0, 0, 0), 3).length());
    right.set_position(Vec3(100, 0, 0));
    found = entity::find_in_radius(Vec3(97, 0, 0), 0.5);
    check::show(found.length(), found[0] == left);
    near.destroy();
    check::show(entity::find_in_radius(Vec3(0, 0, 0), 3).length());
}
