void main() {
    entity::find_in_radius();
    entity::find_in_radius(Vec3(0, 0, 0), 1, 2);
    entity::find_in_radius("here", 1);
    entity::find_in_radius(Vec3(0, 0, 0), "far");
}
