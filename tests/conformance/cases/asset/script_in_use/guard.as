void main()
{
    print("body");
}

void on_stop(Entity self)
{
    print("stop");
}
