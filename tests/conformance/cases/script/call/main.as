// frames: 1
// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

funcdef int Number(int);

int add(int n)
{
    return n + 1;
}

void call(const string &in path, const string &in name)
{
    try { script::call(path, name); check::passed(); } catch { check::failed(); }
}

void on_start()
{
    entity::create().attach("other.as");
    check::show(script::call("other.as", "add", array<Value> = {1.5, 2}));
    check::show(script::call("./other", "add", array<Value> = {1, 2.5}));
    // A script keeps its variables, and runs as itself.
    check::show(script::call("other", "how_often"));
    check::show(script::call("other", "nothing", array<Value>()), script::call("other", "nothing", null));
    dictionary value = {{"a", array<Value> = {1, "x"}}, {"b", Vec3(1, 2, 3)}};
    check::show(script::call("other", "same", array<Value> = {value}));
    Number@ f = add;
    check::show(script::call("other", "same", array<Value> = {f}).call(3));
    call("other", "fail");
    call("other", "ad");
    call("other", "");
    call("other", "a\0b");
    call("other", "not_a_function");
    call("othr.as", "add");
    call("asleep", "add");
    call("../other", "add");
    call("", "add");
    check::refused("wrong.as");
    try { script::call(Value(5), "add"); check::passed(); } catch { check::failed(); }
    try { script::call("other", Value(5)); check::passed(); } catch { check::failed(); }
    try { script::call("other", "add", Value(5)); check::passed(); } catch { check::failed(); }
    // One's own functions can be called too.
    check::show(script::call("main", "add", array<Value> = {4}));
}
