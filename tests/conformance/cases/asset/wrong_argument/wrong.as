void wrong()
{
    asset::unload();
    asset::unload(1);
    asset::is_loaded("a.txt");
    asset::state();
    asset::error(1, 2);
    asset::path(Vec3(1, 2, 3));
    asset::type(null);
    asset::get();
    asset::dependencies(1);
    asset::reload("a.txt");
    asset::find_by_type(1);
    asset::reload_all();
    asset::on_reload("text");
    asset::on_reload("text", 1);
}
