#include "check"

void refused(Entity e, dictionary@ patch)
{
    try { component::set(e, "Bag", patch); check::passed(); } catch { check::failed(); }
}

void main()
{
    Entity e = entity::create();
    e.add("Bag");
    check::show(e.get("Bag"));
    e.set("Bag", dictionary = {
        {"items", array<string> = {"sword", "rope"}},
        {"counts", dictionary = {{"arrows", 12}, {"coins", 3}}}
    });
    check::show(e.get("Bag"));
    e.set("Bag", dictionary = {{"items", array<string> = {}}});
    check::show(e.get("Bag"));
    refused(e, dictionary = {{"items", array<Value> = {"sword", 5}}});
    refused(e, dictionary = {{"items", "sword"}});
    refused(e, dictionary = {{"counts", dictionary = {{"arrows", "many"}}}});
    check::show(e.get("Bag"));
}
