#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Banner", dictionary = {{"color", "red"}});
    check::show(e.get("Banner"));
    // It cannot be changed in place, but it can be replaced, and that is what set and handles do.
    e.set("Banner", dictionary = {{"color", "blue"}});
    check::show(e.get("Banner"));
    component::banner(e).color = "green";
    check::show(e.get("Banner"));
}
