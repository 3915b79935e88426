void wrong(Entity e)
{
    component::remove();
    component::remove(e);
    component::remove(e, 1);
}
