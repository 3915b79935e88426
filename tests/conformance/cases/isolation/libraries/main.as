// frames: 3
void on_start() {
    Entity e = entity::create();
    e.attach("vandal.as");
    e.attach("victim.as");
}
