// frames: 4
void on_start() {
    Entity e = entity::create();
    e.set_name("mayfly");
    e.attach("mayfly.as");
}
