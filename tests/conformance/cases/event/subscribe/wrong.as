void listen(int64 value)
{
}

void wrong()
{
    event::subscribe();
    event::subscribe("tick");
    event::subscribe(5, listen);
    event::subscribe("tick", listen, 1);
}
