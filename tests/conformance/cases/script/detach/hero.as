void update() {
    print("hero updates");
}

void on_stop() {
    print("hero stops");
}
