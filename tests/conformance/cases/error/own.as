void inner() {
    throw("boom");
}

void main() {
    inner();
}
