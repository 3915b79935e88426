void wrong()
{
    engine::debug_break(1);
}
