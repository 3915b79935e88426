void main() {
    Entity e;
    script::attach();
    script::attach(e);
    script::attach(e, 5);
    script::attach("hero.as", e);
}
