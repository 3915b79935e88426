// A Value and a dictionary hold no bytes that are not text: they refuse them before the engine does.
#include "check"

Value back(const string &in text)
{
    return engine::setting("none", text);
}

void main()
{
    array<string> texts = {"", "plain", "a\0b", "\n\t", "Grüße", "日本語", "🐉"};
    for (uint i = 0; i < texts.length(); i++)
        check::show(back(texts[i]) == texts[i], string(back(texts[i])).length());
    string long = "0123456789";
    for (int i = 0; i < 5; i++)
        long = long + long + long + long + long + long + long + long + long + long;
    check::show(back(long) == long);
    try { back("\xff"); check::passed(); } catch { check::failed(); }
    try { back("broken \xe2\x82"); check::passed(); } catch { check::failed(); }
    try { engine::setting("none", dictionary = {{"a", "\xff"}}); check::passed(); } catch { check::failed(); }
    try { engine::setting("none", dictionary = {{"\xff", 1}}); check::passed(); } catch { check::failed(); }
    try { engine::setting("none", array<string> = {"a", "\xff"}); check::passed(); } catch { check::failed(); }
    try { Value value = "\xff"; check::passed(); } catch { check::failed(); }
    try { engine::setting("\xff"); check::passed(); } catch { check::failed(); }
}
