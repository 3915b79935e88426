void main() {
    Entity e;
    component::changed();
    component::changed(e, "Health", 1);
    component::find_changed();
}
