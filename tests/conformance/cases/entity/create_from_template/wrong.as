void main() {
    entity::create_from_template();
    entity::create_from_template("grunt", 1, 1);
    entity::create_from_template(5);
}
