int counted = 0;

void main() {
    print("b loads");
}

string name_of_b() {
    return "b";
}

int count() {
    return ++counted;
}
