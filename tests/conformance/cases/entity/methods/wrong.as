void main() {
    Entity e;
    e.set_position();
    e.set_position("up");
    e.set_positon(Vec3(1, 2, 3));
    print(e.hp);
    e.hp = 5;
}
