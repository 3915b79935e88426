void listen(const string &in event, double value)
{
}

void wrong()
{
    input::is_pressed();
    input::is_pressed(5);
    input::is_pressed("jump", 1);
    input::just_pressed();
    input::just_pressed(5);
    input::just_pressed("jump", 1);
    input::just_released();
    input::just_released(5);
    input::just_released("jump", 1);
    input::value();
    input::value(5);
    input::value("jump", 1);
    input::exists();
    input::exists(5);
    input::actions(1);
    input::context(1);
    input::pop_context(1);
    input::push_context();
    input::push_context(5);
    input::push_context("menu", 1);
    input::on_action();
    input::on_action("jump");
    input::on_action("jump", listen, 1);
    input::off_action();
    input::off_action("1");
    input::off_action(1, 2);
}
