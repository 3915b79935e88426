// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void listen(const string &in event, double value)
{
}

void main()
{
    try { input::is_pressed(Value()); check::passed(); } catch { check::failed(); }
    try { input::is_pressed(Value(5)); check::passed(); } catch { check::failed(); }
    try { input::is_pressed("jmp"); check::passed(); } catch { check::failed(); }
    try { input::is_pressed(""); check::passed(); } catch { check::failed(); }
    try { input::is_pressed("menu"); check::passed(); } catch { check::failed(); }
    try { input::just_pressed(Value()); check::passed(); } catch { check::failed(); }
    try { input::just_pressed(Value(5)); check::passed(); } catch { check::failed(); }
    try { input::just_pressed("jmp"); check::passed(); } catch { check::failed(); }
    try { input::just_pressed(""); check::passed(); } catch { check::failed(); }
    try { input::just_pressed("menu"); check::passed(); } catch { check::failed(); }
    try { input::just_released(Value()); check::passed(); } catch { check::failed(); }
    try { input::just_released(Value(5)); check::passed(); } catch { check::failed(); }
    try { input::just_released("jmp"); check::passed(); } catch { check::failed(); }
    try { input::just_released(""); check::passed(); } catch { check::failed(); }
    try { input::just_released("menu"); check::passed(); } catch { check::failed(); }
    try { input::value(Value()); check::passed(); } catch { check::failed(); }
    try { input::value(Value(5)); check::passed(); } catch { check::failed(); }
    try { input::value("jmp"); check::passed(); } catch { check::failed(); }
    try { input::value(""); check::passed(); } catch { check::failed(); }
    try { input::value("menu"); check::passed(); } catch { check::failed(); }
    try { input::exists(Value(5)); check::passed(); } catch { check::failed(); }
    try { input::push_context(Value()); check::passed(); } catch { check::failed(); }
    try { input::push_context(Value(5)); check::passed(); } catch { check::failed(); }
    try { input::push_context("meny"); check::passed(); } catch { check::failed(); }
    try { input::push_context(""); check::passed(); } catch { check::failed(); }
    try { input::push_context("base"); check::passed(); } catch { check::failed(); }
    try { input::push_context("jump"); check::passed(); } catch { check::failed(); }
    try { input::on_action("jump", null); check::passed(); } catch { check::failed(); }
    try { input::on_action("jump", "listen"); check::passed(); } catch { check::failed(); }
    try { input::on_action("jmp", listen); check::passed(); } catch { check::failed(); }
    try { input::on_action(Value(5), listen); check::passed(); } catch { check::failed(); }
    try { input::off_action(Value()); check::passed(); } catch { check::failed(); }
    try { input::off_action(Value("1")); check::passed(); } catch { check::failed(); }
    try { input::off_action(Value(1.5)); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
    // None of it has changed anything.
    check::show(input::context(), input::is_pressed("jump"));
}
