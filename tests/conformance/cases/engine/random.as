// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

string kind(const Value &in number)
{
    return number.kind() == "int" ? "integer" : number.kind();
}

void main()
{
    double low = 1, high = 0;
    for (int i = 0; i < 1000; i++) {
        double n = engine::random();
        low = min(low, n);
        high = max(high, n);
    }
    check::show(low >= 0, low < 0.05, high > 0.95, high < 1);
    array<string> seen(3);
    for (int i = 0; i < 200; i++) {
        int64 n = engine::random_int(-1, 1);
        seen[n + 1] = kind(n);
    }
    check::show(seen);
    int64 most = 9223372036854775807;
    check::show(engine::random_int(5, 5), kind(engine::random_int(-most - 1, most)));
    check::refused("wrong.as");
    try { engine::random_int(2, 1); check::passed(); } catch { check::failed(); }
    try { engine::random_int(1, Value(2.5)); check::passed(); } catch { check::failed(); }
    try { engine::random_int(Value("1"), 2); check::passed(); } catch { check::failed(); }
}
