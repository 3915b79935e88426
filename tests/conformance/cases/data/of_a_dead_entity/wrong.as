void wrong()
{
    entity::data();
    entity::data("e");
}
