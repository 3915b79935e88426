void wrong(Entity e)
{
    component::get();
    component::get(e);
    component::get(e, dictionary());
}
