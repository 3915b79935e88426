#include "greetings"

const int VALUE = 5;

string same_hello() {
    return hello();
}
