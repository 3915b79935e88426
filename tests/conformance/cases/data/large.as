#include "check"

void main()
{
    Entity e = entity::create();
    array<int> list(100000);
    for (uint i = 0; i < list.length(); i++)
        list[i] = i + 1;
    e.data()["list"] = list;
    check::show(e.data()["list"].length(), e.data()["list"][99999]);
    string text;
    for (int i = 0; i < 100000; i++)
        text += "xxxxxxxxxx";
    e.data()["text"] = text;
    check::show(e.data()["text"].length(), e.data()["text"] == text);
}
