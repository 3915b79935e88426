// A system belongs to the script, not to the entity: it goes on when that is gone.
Entity own;

void live(double)
{
    print("alive\t" + own.is_valid());
    if (own.is_valid())
        own.destroy();
    else
        system::unregister("mayfly");
}

void on_start(Entity me)
{
    own = me;
    system::register("mayfly", live);
}

void on_stop(Entity me)
{
    print("stop");
}
