string part_of(Entity e) {
    Value parent = e.parent();
    if (parent.isNull())
        return "none";
    Entity found = parent;
    return string(found.name());
}

void on_start(Entity e) {
    print(engine::frame() + ": " + string(e.name()) + " starts, part of " + part_of(e));
}

void on_stop(Entity e) {
    print(engine::frame() + ": " + string(e.name()) + " stops, part of " + part_of(e));
}
