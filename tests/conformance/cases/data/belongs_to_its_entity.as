#include "check"

void main()
{
    Entity a = entity::create(), b = entity::create();
    a.data()["hp"] = 1;
    b.data()["hp"] = 2;
    check::show(a.data()["hp"], b.data()["hp"]);
    a.destroy();
    Entity c = entity::create();
    check::show(b.data()["hp"], c.data()["hp"]);
}
