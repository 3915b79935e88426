void wrong()
{
    asset::load();
    asset::load("hello.txt");
    asset::load(null, "text");
    asset::load(1, "text");
    asset::load("hello.txt", "text", 1);
}
