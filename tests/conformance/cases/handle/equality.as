#include "check"

void main()
{
    Entity a = entity::create(), b = entity::create();
    a.add("Health");
    b.add("Health");
    a.add("Transform");
    check::show(component::health(a) == component::health(a), component::health(a) == component::health(b));
    check::show(component::handle(a, "Health") == component::handle(a, "Transform"));
}
