#include "check"

void main() {
    Entity a = entity::create(), b = entity::create();
    entity::destroy(a);
    // A function without a result has no value to show.
    check::show();
    check::show(entity::is_valid(a), entity::is_valid(b));
    b.destroy();
    check::show(b.is_valid());
}
