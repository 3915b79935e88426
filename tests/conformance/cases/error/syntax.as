// Each language says in its own words what it cannot read.
void main() {
    print("never printed");
    int x = = 5;
}
