void main() {
    Value wrong = 5;
    entity::destroy(wrong);
}
