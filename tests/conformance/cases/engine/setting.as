// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    check::show(engine::setting("speed"), engine::setting("waves.size"), engine::setting("waves.names"));
    check::show(engine::setting("waves"));
    check::show(engine::setting("title"), engine::setting("debug"));
    check::show(engine::setting("nothing"), engine::setting("nothing", 5), engine::setting("waves.nothing", "x"));
    check::show(engine::setting("speed.of.light", "none"), engine::setting(""));
    check::show(engine::setting("speed", 100));
    // What comes back is a copy.
    dictionary@ waves = engine::setting("waves");
    waves["size"] = 1;
    check::show(engine::setting("waves.size"));
    check::refused("wrong.as");
    try { engine::setting(Value(5)); check::passed(); } catch { check::failed(); }
}
