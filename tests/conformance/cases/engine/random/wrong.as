void wrong()
{
    engine::random_int();
    engine::random_int(1);
    engine::random_int("1", 2);
}
