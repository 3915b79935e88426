// frames: 3
// That a name is a string is checked when the script is compiled. What a Value holds is known when it runs only,
// and is an error of the conversion: so this has an output of its own.
void on_start() {
    entity::create().attach("grunt.as");
}

void update() {
    print("main goes on");
}
