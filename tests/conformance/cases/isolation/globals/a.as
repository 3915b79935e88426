string shared = "nil";

void update() {
    print("a: " + shared);
    shared = "a's";
}
