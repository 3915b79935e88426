// Each language says in its own words what is out of range: and AngelScript has more that has an index.
#include "check"

void main() {
    array<int> list = {1, 2, 3}, empty;
    try { print(list[3]); } catch { check::failed(); }
    try { print(list[int64(1) << 40]); } catch { check::failed(); }
    try { print(list[-1]); } catch { check::failed(); }
    try { print(empty[0]); } catch { check::failed(); }
    try { list[3] = 4; } catch { check::failed(); }
    try { list.removeAt(9); } catch { check::failed(); }
    try { list.insertAt(9, 4); } catch { check::failed(); }
    try { empty.removeLast(); } catch { check::failed(); }
    string text = "abc";
    try { print(text[3]); } catch { check::failed(); }
    try { text[3] = 65; } catch { check::failed(); }
    Data@ kept = entity::create().data()["list"];
    kept = list;
    try { kept[9] = 4; } catch { check::failed(); }
    try { kept[-1] = 4; } catch { check::failed(); }
    // Nothing has changed, and the script goes on.
    check::show(list, text, kept);
    // What a Value or the data has not got is nothing, as in other languages.
    check::show(Value(list)[3], kept[3]);
    check::show(entity::create().is_valid());
}
