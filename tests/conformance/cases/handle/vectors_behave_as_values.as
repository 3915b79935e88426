#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Transform", dictionary = {{"translation", Vec3(1, 2, 3)}});
    Transform@ transform = component::transform(e);
    Vec3Field@ place = transform.translation;
    check::show(place == Vec3(1, 2, 3), place + place, place * 2, -place, place.x + place.y);
    transform.translation = transform.translation + Vec3(1, 1, 1);
    check::show(transform.translation);
    e.set_position(transform.translation);
    e.data()["home"] = transform.translation;
    transform.translation = Vec3(0, 0, 0);
    check::show(e.data()["home"], e.get_position());
}
