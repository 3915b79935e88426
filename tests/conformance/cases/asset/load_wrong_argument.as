// A wrong type or number of arguments does not compile: see wrong.as. What a Value holds is found out when it is passed.
#include "check"

void fails(const Value &in path, const Value &in type_name)
{
    try { asset::load(path, type_name); check::passed(); } catch { check::failed(); }
}

void main()
{
    check::refused("wrong.as");
    fails(Value(), "text");
    fails(1, "text");
    fails("hello.txt", dictionary());
    fails("hello.txt", "txt");
    fails("hello.txt", "Image");
    fails("hello.txt", "");
    array<string> paths = {"", ".", "/etc/passwd", "C:\\notes.txt", "../hello.txt", "a/../../hello.txt", "a\0b"};
    for (uint i = 0; i < paths.length(); i++)
        fails(paths[i], "text");
    fails("../main", "script");
    string path;
    for (uint i = 0; i < 1001; i++)
        path += "x";
    fails(path, "text");
    check::show(asset::find_by_type("text"), asset::find_by_type("script"));
}
