void main() {
    entity::find_with_component();
    entity::find_with_component(5);
    entity::find_with_component("Health", "Stats");
}
