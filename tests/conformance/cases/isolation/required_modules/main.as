// frames: 2
void on_start() {
    Entity e = entity::create();
    e.attach("a.as");
    e.attach("b.as");
}
