void main() {
    Entity e;
    component::list();
    component::list(e, e);
}
