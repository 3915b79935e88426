#include "parts"

void at_the_end()
{
    print("helper's end");
}

void main()
{
    print("helper's body");
    engine::on_cleanup(at_the_end);
}

int64 twice(int64 n)
{
    return doubled(n);
}
