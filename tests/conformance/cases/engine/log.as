// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    engine::log("plain");
    check::show();
    array<string> levels = {"trace", "debug", "info", "warn", "error"};
    for (uint i = 0; i < levels.length(); i++)
        engine::log("at " + levels[i], levels[i]);
    engine::log("");
    engine::log("two\nlines");
    check::refused("wrong.as");
    try { engine::log(Value()); check::passed(); } catch { check::failed(); }
    try { engine::log(Value(5)); check::passed(); } catch { check::failed(); }
    try { engine::log("x", "loud"); check::passed(); } catch { check::failed(); }
    try { engine::log("x", "INFO"); check::passed(); } catch { check::failed(); }
    try { engine::log("x", Value(3)); check::passed(); } catch { check::failed(); }
}
