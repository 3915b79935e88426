void main() {
    entity::destroy();
    entity::destroy(null);
    entity::destroy("hero");
    entity::destroy(12);
    entity::destroy(1.5);
    entity::destroy(true);
    entity::destroy(Vec3(1, 2, 3));
    entity::destroy(array<int> = {1, 2});
    entity::destroy(dictionary = {{"hp", 1}});
    entity::destroy(main);
    Entity e;
    entity::destroy(e, e);
}
