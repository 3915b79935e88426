void wrong(Entity e)
{
    component::add();
    component::add(e);
    component::add(e, 5);
    component::add("Health", e);
    component::add(e, "Health", dictionary = {{"current", 5}}, 1);
}
