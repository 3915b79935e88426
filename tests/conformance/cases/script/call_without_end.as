// frames: 1
#include "check"

Value deeper(int n)
{
    return script::call("main", "deeper", array<Value> = {n + 1});
}

Value same(Value value)
{
    return value;
}

void on_start()
{
    try { deeper(1); check::passed(); } catch { check::failed(); }
    // And goes on.
    check::show(script::call("main", "same", array<Value> = {1}));
}
