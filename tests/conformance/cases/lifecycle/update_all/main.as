// frames: 3
void on_start() {
    for (int i = 1; i <= 3; i++) {
        Entity e = entity::create();
        e.set_name("grunt " + i);
        e.attach("grunt.as");
    }
}
