// How many arguments a function takes is checked when the script is compiled: see wrong.as.
#include "check"

void main() {
    check::show(script::path());
    check::refused("wrong.as");
}
