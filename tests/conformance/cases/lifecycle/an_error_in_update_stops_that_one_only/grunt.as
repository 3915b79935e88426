void update(Entity e) {
    int number = e.data()["number"];
    if (number == 2) {
        Value wrong = 5;
        entity::name(wrong);
    }
    print("grunt " + number);
}
