// frames: 2
void main() {
    print("body");
}
