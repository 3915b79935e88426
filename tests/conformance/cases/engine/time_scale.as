// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void refused(double scale)
{
    try { engine::set_time_scale(scale); check::passed(); } catch { check::failed(); }
}

void main()
{
    check::show(engine::time_scale());
    engine::set_time_scale(0.5);
    check::show(Value(), engine::time_scale());
    engine::set_time_scale(0);
    check::show(engine::time_scale());
    check::refused("wrong.as");
    try { engine::set_time_scale(Value("slow")); check::passed(); } catch { check::failed(); }
    refused(-1);
    refused(NAN);
    refused(INFINITY);
    check::show(engine::time_scale());
}
