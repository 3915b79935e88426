void main() {
    script::path(1);
}
