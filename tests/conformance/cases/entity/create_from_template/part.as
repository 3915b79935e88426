void on_start(Entity e) {
    print(engine::frame() + ": " + string(e.name()) + " starts");
}
