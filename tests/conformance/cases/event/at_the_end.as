// frames: 1
void at_the_end(const string &in value)
{
    print("end\t" + value);
    // There is no next frame.
    event::emit("end", "too late");
}

void clean_up()
{
    print("cleanup");
    event::emit("end", "too late");
}

void on_start()
{
    event::subscribe("end", at_the_end);
    engine::on_cleanup(clean_up);
}

void on_stop()
{
    print("stop");
    event::emit("end", "of the game");
}
