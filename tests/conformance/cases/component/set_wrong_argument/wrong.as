void wrong(Entity e)
{
    component::set();
    component::set(e);
    component::set(e, "Health");
}
