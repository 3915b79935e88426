// frames: 2
int update = 5;

void main() {
    print("body");
}

void on_stop() {
    print("on_stop");
}
