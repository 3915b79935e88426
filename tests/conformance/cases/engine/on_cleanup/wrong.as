void number(int n)
{
}

void wrong()
{
    engine::on_cleanup();
    engine::on_cleanup(number);
}
