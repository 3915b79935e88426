void on_stop(Entity e) {
    print("grunt stops, valid: " + e.is_valid());
}
