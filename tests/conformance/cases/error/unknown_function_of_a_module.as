// A name that does not exist is refused when the script is compiled, all of them at once.
void main() {
    entity::destory();
    entity::zebra();
    print(component::set_postion);
    print(engine::frametime);
}
