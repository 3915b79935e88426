#include "check"

void main()
{
    Entity e = entity::create();
    check::show(component::get_position(e));
    e.add("Transform", dictionary = {{"translation", Vec3(1, 2, 3)}});
    check::show(component::get_position(e));
    component::set_position(e, Vec3(4, 5.5, -6));
    check::show();
    check::show(e.get_position(), e.get("Transform")["translation"]);
    e.set_position(e.get_position() * 2);
    check::show(e.get_position());
}
