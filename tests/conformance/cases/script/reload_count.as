// A wrong number of arguments does not compile.
#include "check"

void main()
{
    // Nothing has taken the place of this code.
    check::show(script::reload_count());
    check::refused("wrong.as");
}
