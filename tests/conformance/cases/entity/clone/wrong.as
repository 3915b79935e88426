void main() {
    Entity e;
    entity::clone();
    entity::clone(e, true, 1);
    entity::clone("e");
}
