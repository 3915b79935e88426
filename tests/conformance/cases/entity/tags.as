#include "check"

void main() {
    Entity e = entity::create();
    check::show(e.has_tag("enemy"), e.tags());
    e.add_tag("fast");
    // A function without a result has no value to show.
    check::show();
    e.add_tag("enemy");
    e.add_tag("enemy");
    check::show(e.has_tag("enemy"), e.has_tag("Enemy"), entity::has_tag(e, "fast"));
    check::show(entity::tags(e));
    // The compiler is free to look at the last argument first.
    bool first = e.remove_tag("enemy");
    bool second = e.remove_tag("enemy");
    check::show(first, second, e.remove_tag("never"));
    check::show(e.tags());
}
