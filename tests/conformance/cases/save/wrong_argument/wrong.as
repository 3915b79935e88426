void wrong()
{
    save::read();
    save::read(1);
    save::read("a", 1, 2);
    save::remove();
    save::remove("a", 1);
    save::write("a");
    save::write(1, 1);
    save::list(1);
}
