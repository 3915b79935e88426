void wrong()
{
    Asset a = asset::load("a.txt", "text");
    a.get();
    a.is_load();
    string path = a.path;
    int colour = a.colour;
}
