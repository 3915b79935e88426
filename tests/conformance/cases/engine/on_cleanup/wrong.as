void wrong()
{
    engine::on_cleanup();
}
