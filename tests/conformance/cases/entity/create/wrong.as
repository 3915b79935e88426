void main() {
    Entity a, b;
    entity::create(1);
    entity::create(null);
    entity::create(a, b);
}
