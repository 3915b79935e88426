void nothing(double dt)
{
}

void wrong()
{
    system::register("a", nothing, prioritY: 1);
    system::register("a", nothing, priority: 1, colour: "red");
    system::register("a", nothing, name: "b");
    system::register("a", nothing, priority: "first");
    query::create(array<string> = {"Health"}, wthout: array<string> = {"Speed"});
}
