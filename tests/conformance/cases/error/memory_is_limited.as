#include "check"

string megabyte() {
    string text = "x";
    for (int i = 0; i < 20; i++) text += text;
    return text;
}

void hoard() {
    array<string> hoarded;
    string text = megabyte();
    while (true) hoarded.insertLast(text + hoarded.length());
}

void main() {
    bool ok = true;
    try { hoard(); } catch { ok = false; }
    check::show(ok);
    // The script goes on.
    check::show(entity::create().is_valid(), megabyte().length());
}
