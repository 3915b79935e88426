void main() {
    entity::find_by_tag();
    entity::find_by_tag(7);
}
