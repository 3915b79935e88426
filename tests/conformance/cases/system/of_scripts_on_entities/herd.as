int herd = 0;

void count(double) { print("count\t" + herd); }
void each(double) { print("each\t" + herd); }

// The body runs once for all entities of a script.
void main()
{
    system::register("count", count);
}

void on_start(Entity me)
{
    // This runs for each entity, and a name is there once: the second fails, and rests.
    herd++;
    system::register("each", each);
}

void update(Entity me)
{
    print("update");
}
