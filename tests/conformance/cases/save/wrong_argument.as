// A wrong type or number of arguments does not compile: see wrong.as. What a Value holds is found out when it is passed.
#include "check"

void takes_names(const Value &in value)
{
    try { save::read(value); check::passed(); } catch { check::failed(); }
    try { save::remove(value); check::passed(); } catch { check::failed(); }
    try { save::write(value, 1); check::passed(); } catch { check::failed(); }
}

void main()
{
    check::refused("wrong.as");
    takes_names(Value());
    takes_names(1);
    takes_names(dictionary());
    check::show(save::list());
}
