void wrong()
{
    event::unsubscribe();
    event::unsubscribe(null);
    event::unsubscribe("1");
    event::unsubscribe(1, 1);
}
