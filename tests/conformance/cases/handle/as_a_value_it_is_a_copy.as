#include "check"

void main()
{
    Entity a = entity::create(), b = entity::create();
    a.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    b.add("Health", component::health(a));
    component::health(a).current = 1;
    check::show(b.get("Health"));
    b.data()["saved"] = component::handle(a, "Health");
    component::health(a).current = 2;
    check::show(b.data()["saved"]);
}
