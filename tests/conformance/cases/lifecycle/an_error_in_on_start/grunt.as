void on_start(Entity e) {
    Value name = 5;
    e.set_name(name);
}

void update() {
    print("never called");
}
