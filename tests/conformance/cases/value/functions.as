#include "check"

funcdef int Number(int);

int count = 0;

int twice(int x)
{
    return 2 * x;
}

void counter()
{
    count++;
}

Value back(const Value &in value)
{
    return engine::setting("none", value);
}

void main()
{
    Number@ f = twice;
    Number@ same = back(Value(f));
    check::show(same(21), same is f);
    check::show(back(dictionary = {{"f", f}})["f"].call(4));
    Callback@ again = back(counter);
    again();
    again();
    check::show(count);
    Callback@ fail = function() { throw("no"); };
    try { back(Value(fail)).call(); check::passed(); } catch { check::failed_somehow(); }
}
