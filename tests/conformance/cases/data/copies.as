#include "check"

void main()
{
    Entity a = entity::create(), b = entity::create();
    a.data()["bag"] = dictionary = {{"rope", 1}, {"list", array<int> = {1, 2}}};
    dictionary@ copy = a.data()["bag"];
    copy["rope"] = 100;
    array<int>@ list = a.data()["bag"]["list"];
    list[0] = 100;
    check::show(a.data()["bag"]);
    b.data()["bag"] = a.data()["bag"];
    b.data()["bag"]["rope"] = 5;
    check::show(a.data()["bag"]["rope"], b.data()["bag"]["rope"]);
    // Into itself, too.
    a.data()["again"] = a.data();
    check::show(a.data());
}
