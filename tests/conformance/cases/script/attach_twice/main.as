// frames: 3
void on_start() {
    Entity e = entity::create();
    e.attach("hero.as");
    // There already: nothing changes.
    e.attach("hero.as");
    Entity other = entity::create();
    other.attach("hero.as");
}
