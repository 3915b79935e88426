// frames: 3
array<Entity> list;

void on_start() {
    for (int i = 0; i < 3; i++) {
        list.insertLast(entity::create());
        list[i].attach("grunt.as");
    }
}

void update() {
    if (engine::frame() == 2) list[1].destroy();
}
