#include "check"

void main()
{
    check::show(input::context());
    try { input::pop_context(); check::passed(); } catch { check::failed(); }
    for (int i = 0; i < 64; i++)
        input::push_context("menu");
    try { input::push_context("menu"); check::passed(); } catch { check::failed(); }
    for (int i = 0; i < 64; i++)
        input::pop_context();
    try { input::pop_context(); check::passed(); } catch { check::failed(); }
    check::show(input::context());
}
