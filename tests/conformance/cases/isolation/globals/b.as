string shared = "nil";

void update() {
    print("b: " + shared);
    shared = "b's";
}
