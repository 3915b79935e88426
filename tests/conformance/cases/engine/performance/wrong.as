void wrong()
{
    engine::performance(1);
}
