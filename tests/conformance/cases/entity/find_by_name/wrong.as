void main() {
    entity::find_by_name();
    entity::find_by_name(1);
}
