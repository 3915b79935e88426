// frames: 3
string shared = "main's";

void on_start() {
    Entity e = entity::create();
    e.attach("a.as");
    e.attach("b.as");
}

void update() {
    print("main: " + shared);
}
