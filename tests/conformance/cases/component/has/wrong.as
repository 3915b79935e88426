void wrong(Entity e)
{
    component::has();
    component::has(e);
    component::has(e, false);
}
