void update(Entity e) {
    e.data()["count"] = engine::frame();
    print("b writes " + int(e.data()["count"]));
}
