// What a destructor raises nobody can catch, so it is told as a warning when the call has ended.
#include "check"

class Torch {
    ~Torch() {
        entity::name(check::dead());
    }
}

void burn() {
    Torch torch;
    print("burns");
}

void main() {
    burn();
    // The script goes on.
    check::show(entity::create().is_valid());
}
