void on_stop(Entity e) {
    print("grunt stops");
    Value name = 5;
    e.set_name(name);
}
