// frames: 40
// Objects that hold each other go when nothing else holds them: all of them together would be more than the limit.
class Node {
    string load;
    Node@ other;
}

string text(uint length) {
    string text;
    text.resize(length);
    return text;
}

void update() {
    for (int i = 0; i < 64; i++) {
        Node a, b;
        a.load = text(1 << 16) + engine::frame();
        @a.other = b;
        @b.other = a;
    }
}

void on_stop() {
    print("frame " + engine::frame());
}
