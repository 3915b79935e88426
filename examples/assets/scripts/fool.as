// The fool: a script that is loaded when he is wanted, and let go afterwards.

void gone() {
    print("(the fool is gone)");
}

void main() {
    engine::on_cleanup(gone);
}

string joke(const string &in subject) {
    return "Why did the " + subject + " whistle? It did not know the words.";
}
