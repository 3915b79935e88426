void main() {
    component::describe();
    component::describe("Health", 1);
    component::describe(5);
}
