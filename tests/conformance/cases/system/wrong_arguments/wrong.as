void a(double)
{
}

void wrong()
{
    system::register();
    system::register("a");
    system::register("a", a, 5);
    system::register("a", a, "update", "first");
    system::unregister();
    system::unregister(5);
    system::exists("scripts", 1);
    system::enable(5);
    system::disable();
    system::is_enabled("scripts", 1);
    system::describe(5);
    system::performance();
    system::set_priority("scripts");
    system::set_priority("scripts", "first");
    system::set_update_rate();
    system::set_update_rate("scripts", "often");
    system::list(1);
    system::all_performance(1);
}
