// frames: 1
void inner() {
    throw("from the depth");
}

void on_start() {
    inner();
}
