// Arrays have no gaps and dictionaries no places here, so neither has keys that could be wrong.
#include "check"

Value back(const Value &in value)
{
    return engine::setting("none", value);
}

void main()
{
    array<Value> nested = {1, array<Value> = {2, array<int> = {3}}};
    dictionary deep = {{"a", dictionary = {{"b", dictionary = {{"c", array<int> = {1, 2}}}}}}};
    check::show(back(nested), back(deep));
    check::show(back(array<Value> = {"a", true, 1.5, Vec2(1, 2)}));
    array<int>@ copy = back(array<int> = {1, 2, 3});
    copy.insertLast(4);
    check::show(copy.length(), copy);
    // An array is of one type: what does not fit is told when it comes back.
    try { array<int>@ wrong = back(array<Value> = {1, "two"}); check::passed(); } catch { check::failed(); }
    try { dictionary@ wrong = back(array<int> = {1}); check::passed(); } catch { check::failed(); }
    try { array<int>@ wrong = back(dictionary = {{"a", 1}}); check::passed(); } catch { check::failed(); }
}
