void main() {
    print("before");
    Entity e = entity::create();
    entity::destroy(e);
    entity::destroy(e);
    print("after");
}
