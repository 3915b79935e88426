void on_start(Entity e) {
    print(string(e.name()) + " starts, path " + script::path());
}

void update(Entity e, double dt) {
    print(string(e.name()) + " updates, dt is " + Value(dt).kind());
}

void on_stop(Entity e) {
    print(string(e.name()) + " stops");
}
