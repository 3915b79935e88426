void wrong(const array<Entity> &in entities)
{
    component::get_positions();
    component::set_positions();
    component::set_positions(entities);
}
