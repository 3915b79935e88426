void wrong()
{
    engine::setting();
    engine::setting(5);
    engine::setting("a", 1, 2);
}
