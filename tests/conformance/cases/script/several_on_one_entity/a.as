void update(Entity e) {
    Value count = e.data()["count"];
    print("a sees " + (count.isNull() ? "nil" : "" + int(count)));
}
