void main() {
    entity::destroy = null;
    Vec3::ONE = Vec3(2, 2, 2);
    // Nor does it see what another script has added.
    entity::create_named("Hero");
}
