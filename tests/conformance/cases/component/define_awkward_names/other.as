// A type that has the name of another gets an underscore.
int64 good(Entity e)
{
    array<Value> list = {e.get("Value")["x"]};
    Value_@ one = component::value_(e);
    return int64(list[0]) + one.x;
}
