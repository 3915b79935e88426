// A dictionary holds copies, so that one of so much text is refused for the memory of the script.
#include "check"

void main()
{
    // A long text costs a script nothing more the second time, but each time a copy outside of it.
    string text = "x";
    for (int i = 0; i < 20; i++)
        text += text;
    array<string> list(257, text);
    try { engine::setting("none", list); check::passed(); } catch { check::failed(); }
    try { engine::setting("none", dictionary = {{"inner", list}}); check::passed(); } catch { check::failed(); }
    list.resize(8);
    check::show(engine::setting("none", list).length());
}
