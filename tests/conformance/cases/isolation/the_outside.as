// A script reaches the world through the API and nothing else: there are no files, processes or clocks of the
// system.
#include "check"

void main() {
    check::refused("types.as");
    check::refused("functions.as");
}
