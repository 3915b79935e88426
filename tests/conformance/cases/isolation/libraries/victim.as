void update(Entity e) {
    string x = "x", y = "y";
    print("" + entity::create().is_valid() + "\t" + (x + x + x) + "\t" + (y + y) + "\t" + int(floor(1.5)) + "\t"
        + (Vec3(1, 1, 1) + Vec3(1, 2, 3)));
    array<int> list;
    list.insertLast(1);
    print("" + list.length() + "\t" + engine::frame() + "\t" + component::has(e, "Transform"));
}
