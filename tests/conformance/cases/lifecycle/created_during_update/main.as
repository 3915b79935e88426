// frames: 4
void on_start() {
    Entity e = entity::create();
    e.data()["generation"] = 1;
    e.attach("cell.as");
}
