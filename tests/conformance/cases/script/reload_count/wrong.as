void main()
{
    script::reload_count(1);
}
