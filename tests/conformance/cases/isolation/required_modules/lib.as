int counted = 0;

int count() {
    return ++counted;
}
