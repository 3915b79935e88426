// frames: 2
// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void hit(const Value &in value)
{
    check::show(value);
}

void on_start()
{
    event::subscribe("hit", hit);
    event::emit("hit");
    // A function without a result has no value to show.
    check::show();
    event::emit("hit", null);
    event::emit("hit", true);
    event::emit("hit", 5);
    event::emit("hit", 1.5);
    event::emit("hit", "text");
    event::emit("hit", Vec3(1, 2, 3));
    event::emit("hit", array<int> = {1, 2});
    event::emit("hit", dictionary = {{"by", "arrow"}, {"at", array<Value> = {1, "x"}}});
    event::emit("nobody listens", 1);
    check::refused("wrong.as");
    try { event::emit(Value()); check::passed(); } catch { check::failed(); }
    try { event::emit(Value(5)); check::passed(); } catch { check::failed(); }
    try { event::emit(""); check::passed(); } catch { check::failed(); }
    print("emitted");
}

void update()
{
    print("update");
}
