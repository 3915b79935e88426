void main() {
    Entity a;
    entity::set_parent();
    entity::parent();
    entity::parent(a, a);
    entity::children(a, a);
    entity::children("a");
}
