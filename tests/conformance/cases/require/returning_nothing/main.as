// Including a script gives its names, however often it is included: it is there once.
#include "greetings"
#include "number"
#include "greetings"

void main() {
    print(hello());
    name = "Ada";
    print(hello() + "\t" + (hello() == same_hello()));
    print(VALUE);
}
