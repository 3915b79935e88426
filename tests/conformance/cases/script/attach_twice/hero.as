void main() {
    print("loaded");
}

void on_start(Entity e) {
    e.data()["count"] = 0;
}

void update(Entity e) {
    Data@ data = e.data();
    data["count"] += 1;
    print("update " + int(data["count"]));
}
