// A wrong number of arguments does not compile.
#include "check"

void first()
{
    print("first");
}

void main()
{
    // What was done last is undone first.
    engine::on_cleanup(first);
    engine::on_cleanup(function() { print("second"); });
    check::refused("wrong.as");
    try { engine::on_cleanup(null); check::passed(); } catch { check::failed(); }
    try { engine::on_cleanup("f"); check::passed(); } catch { check::failed(); }
    print("body");
}
