// A wrong number of arguments does not compile; a function with parameters is taken and fails when it is called.
#include "check"

void first()
{
    print("first");
}

void number(int n)
{
    print(n);
}

void main()
{
    // What was done last is undone first.
    engine::on_cleanup(first);
    engine::on_cleanup(function() { print("second"); });
    engine::on_cleanup(number);
    check::refused("wrong.as");
    try { engine::on_cleanup(null); check::passed(); } catch { check::failed(); }
    try { engine::on_cleanup("f"); check::passed(); } catch { check::failed(); }
    print("body");
}
