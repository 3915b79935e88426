void wrong()
{
    script::is_loaded();
    script::is_loaded(null);
    script::is_loaded(5);
    script::is_loaded("other", 1);
}
