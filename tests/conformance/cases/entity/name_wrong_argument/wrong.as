void main() {
    Entity e;
    entity::name();
    entity::name("Hero");
    entity::set_name(e);
    entity::set_name(e, null);
    entity::set_name(e, 5);
    entity::set_name("Hero", e);
}
