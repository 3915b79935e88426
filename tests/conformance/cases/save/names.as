#include "check"

void main()
{
    check::show(save::list(), save::read("a"), save::read("a", 5), save::remove("a"));
    save::write("slot-2", 2);
    save::write("a", 1);
    save::write("0_", 0);
    check::show(save::list());
    save::write("a", "another");
    check::show(save::list(), save::read("a"), save::read("a", fallback: 5));
    check::show(save::remove("a"));
    check::show(save::remove("a"), save::read("a"), save::list());
    // What was saved as nothing is there.
    save::write("a", Value());
    check::show(save::read("a", 5), save::list());
    string longName;
    for (uint i = 0; i < 65; i++)
        longName += "x";
    array<string> names = {"", "Slot", "a b", "a.json", "../a", "/a", "a\\b", "ä", "a\0b", longName, "nul", "com1"};
    for (uint i = 0; i < names.length(); i++) {
        try { save::write(names[i], 1); check::passed(); } catch { check::failed(); }
        try { save::read(names[i]); check::passed(); } catch { check::failed(); }
        try { save::remove(names[i]); check::passed(); } catch { check::failed(); }
    }
    check::show(save::list());
}
