// Texts that include each other are found before anything is compiled, functions that are imported in a circle
// when their scripts are loaded.
#include "check"

void main() {
    check::refused("a.as");
    check::refused("c.as");
    print("main goes on");
}
