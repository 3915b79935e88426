// A wrong name does not compile.
#include "check"

void main()
{
    check::refused("wrong.as");
    check::show(system::exists("a"));
}
