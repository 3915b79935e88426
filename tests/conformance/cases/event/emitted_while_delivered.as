// frames: 4
void again(int64 value)
{
    print("again\t" + value);
    event::emit("again", value + 1);
}

void on_start()
{
    event::subscribe("again", again);
    event::emit("again", 1);
}

void update()
{
    print("frame\t" + engine::frame());
}
