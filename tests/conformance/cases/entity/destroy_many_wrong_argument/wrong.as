void main() {
    array<Entity> list;
    entity::destroy_many();
    entity::destroy_many(list, list);
}
