import int count() from "b";

void main() {
    print("a loads");
}

string name_of_a() {
    return "a";
}

int count_by_a() {
    return count();
}
