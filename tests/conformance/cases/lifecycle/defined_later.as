// frames: 3
// A function stays what it is. What is to be replaced while the game runs is a variable that it calls.
Callback@ next = first;

void first() {
    print("first");
    @next = second;
}

void second() {
    print("second");
}

void update() {
    next();
}
