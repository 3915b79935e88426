// What all scripts share is fixed before they are compiled: a script that would change it does not compile.
#include "check"

void main() {
    check::refused("assigning.as");
    check::refused("inheriting.as");
    check::refused("declaring.as");
}
