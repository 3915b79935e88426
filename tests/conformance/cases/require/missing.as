// Names that are no strings do not compile. What is no name of a script, or of none that exists, is found when the
// script that has it is loaded.
#include "check"

void main() {
    check::refused("no_such.as");
    check::refused("imported.as");
    check::refused("no_name.as");
    check::refused("number.as");
    check::refused("empty.as");
    check::refused("sibling_of_the_root.as");
    check::refused("parent.as");
    check::refused("absolute.as");
    check::refused("no_such_function.as");
}
