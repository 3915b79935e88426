void update() {
    print("never called one by one");
}

void update_all(const array<Entity> &in entities, double dt) {
    array<string> names;
    for (uint i = 0; i < entities.length(); i++) names.insertLast(entities[i].name());
    print("" + entities.length() + ": " + join(names, ", ") + ", dt is " + Value(dt).kind());
}
