void nothing() {
}

void main() {
    print("fails loads");
    Value wrong = 5;
    entity::destroy(wrong);
}
