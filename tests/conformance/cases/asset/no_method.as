// What an asset has not does not compile.
#include "check"

void main()
{
    check::refused("wrong.as");
}
