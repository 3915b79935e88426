void update_all(const array<Entity> &in entities) {
    for (uint i = 0; i < entities.length(); i++) {
        if (!entities[i].is_valid()) throw("a dead entity");
    }
    print("" + entities.length() + " grunts");
}
