void wrong(Entity e)
{
    component::handle();
    component::handle(e);
    component::handle(e, 1);
    component::handle("e", "Health");
    component::health();
    component::helth(e);
}
