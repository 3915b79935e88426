// frames: 3
void main() {
    print("body");
}

void on_start() {
    print("on_start");
}

void update(double dt) {
    print("update " + engine::frame());
}

void on_stop() {
    print("on_stop");
}
