void main() {
    Entity e;
    script::detach();
    script::detach(e);
    script::detach(e, 1);
}
