// The runner's worlds all have the seed 1: these are the numbers that follow from it, in every language.
#include "check"

void main()
{
    // Of the arguments of a call, the last is computed first.
    int64 first = engine::random_int(1, 1000);
    int64 second = engine::random_int(1, 1000);
    int64 third = engine::random_int(1, 1000);
    check::show(first, second, third);
    print(formatFloat(engine::random(), "", 0, 9));
}
