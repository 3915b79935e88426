// How many arguments a function takes is checked when the script is compiled: see wrong.as.
#include "check"

void main()
{
    engine::debug_break();
    check::refused("wrong.as");
    print("goes on");
}
