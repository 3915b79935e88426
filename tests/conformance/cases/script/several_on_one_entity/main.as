// frames: 3
void on_start() {
    Entity e = entity::create();
    e.attach("b.as");
    e.attach("a.as");
}
