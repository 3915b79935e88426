void update(Entity e) {
    print("update " + engine::frame());
    if (engine::frame() == 2) {
        e.destroy();
        print("gone: " + e.is_valid());
    }
}
