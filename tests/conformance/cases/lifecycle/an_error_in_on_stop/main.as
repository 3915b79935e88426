// frames: 2
// That a name is a string is checked when the script is compiled. What a Value holds is known when it runs only,
// and is an error of the conversion: so this has an output of its own.
void on_start() {
    for (int i = 0; i < 2; i++) entity::create().attach("grunt.as");
}

void on_stop() {
    print("main stops");
}
