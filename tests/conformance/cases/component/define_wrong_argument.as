// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

funcdef void F();

void f() {}

void define(const string &in name, dictionary@ fields)
{
    try { component::define(name, fields); check::passed(); } catch { check::failed(); }
}

void field(const Value &in a)
{
    define("New", dictionary = {{"a", a}});
}

string letters(uint count)
{
    string text = "a";
    while (text.length() * 2 <= count)
        text += text;
    return text + text.substr(0, count - text.length());
}

void main()
{
    component::define("Old", dictionary = {{"a", "int"}, {"b", "float"}});
    check::refused("wrong.as");
    define("New", null);
    // Names.
    dictionary a = {{"a", 1}};
    define("", a);
    define("a-b", a);
    define("1a", a);
    define("été", a);
    define(letters(101), a);
    define(letters(1000000), a);
    define("Transform", a);
    define("Armor", a);
    define("New", dictionary = {{"", 1}});
    define("New", dictionary = {{"a b", 1}});
    // Fields.
    define("New", dictionary());
    dictionary many;
    for (int i = 0; i < 10000; i++)
        many["f" + i] = "int";
    define("New", many);
    field("flot");
    field("orc");
    field("");
    F@ function = f;
    define("New", dictionary = {{"a", function}});
    field(dictionary());
    field(dictionary = {{"typ", "int"}});
    field(dictionary = {{"x", 1}});
    field(dictionary = {{"doc", "no type"}});
    field(dictionary = {{"type", 5}});
    field(dictionary = {{"type", "int"}, {"doc", 5}});
    field(dictionary = {{"type", "int"}, {"default", "one"}});
    field(dictionary = {{"type", "int"}, {"default", 1.5}});
    field(dictionary = {{"type", "float"}, {"default", NAN}});
    field(dictionary = {{"type", "list"}, {"default", array<Value> = {function}}});
    field(dictionary = {{"type", "table"}, {"default", 5}});
    // Another shape.
    define("Old", dictionary = {{"a", "float"}, {"c", "int"}});
    try { component::get(entity::create(), "New"); check::passed(); } catch { check::failed(); }
}
