// frames: 3
Entity e;

void on_start() {
    e = entity::create();
    e.set_name("grunt");
    e.attach("grunt.as");
}

void update() {
    if (engine::frame() == 2) {
        print("destroying");
        e.destroy();
        print("destroyed");
    }
}
