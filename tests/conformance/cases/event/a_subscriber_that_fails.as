// frames: 2
void first(const Value &in value)
{
    print("first");
}

void second(const Value &in value)
{
    entity::find_in_radius(Vec3(0, 0, 0), -1);
}

void third(const Value &in value)
{
    print("third");
}

void on_start()
{
    event::subscribe("tick", first);
    event::subscribe("tick", second);
    event::subscribe("tick", third);
}

void update()
{
    // The same error is told of once.
    event::emit("tick");
}
