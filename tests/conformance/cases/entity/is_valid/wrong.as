void main() {
    Entity e;
    entity::is_valid();
    entity::is_valid(null);
    entity::is_valid("e");
    entity::is_valid(0);
    entity::is_valid(e, e);
}
