// frames: 3
// That an argument is an entity is checked when the script is compiled. What a Value holds is known when it runs
// only, and is an error of the conversion: so this has an output of its own.
void on_start() {
    for (int i = 1; i <= 3; i++) {
        Entity e = entity::create();
        e.data()["number"] = i;
        e.attach("grunt.as");
    }
}
