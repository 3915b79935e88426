int64 doubled(int64 n)
{
    return 2 * n;
}
