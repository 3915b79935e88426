void on_start(Entity e) {
    int generation = e.data()["generation"];
    print("cell " + generation + " starts in frame " + engine::frame());
}

void update(Entity e) {
    int generation = e.data()["generation"];
    if (generation < 3 && e.data()["divided"].isNull()) {
        e.data()["divided"] = true;
        Entity child = entity::create();
        child.data()["generation"] = generation + 1;
        child.attach("cell.as");
    }
}
