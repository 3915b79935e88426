#include "check"

void refused(Entity e, const Value &in mode)
{
    try { component::set(e, "Mode", mode); check::passed(); } catch { check::failed(); }
}

void main()
{
    Entity e = entity::create();
    e.add("Mode");
    check::show(e.get("Mode"));
    e.set("Mode", "Chase");
    check::show(e.get("Mode"));
    // A variant that holds something is a dictionary with the variant's name in it.
    e.set("Mode", dictionary = {{"variant", "Wait"}, {"seconds", 1.5}});
    check::show(e.get("Mode"), e.get("Mode")["seconds"]);
    refused(e, "Chse");
    refused(e, "Wait");
    refused(e, dictionary = {{"variant", "Wait"}, {"minutes", 1}});
    refused(e, dictionary = {{"variant", "Wait"}});
    refused(e, dictionary = {{"seconds", 1}});
    refused(e, dictionary = {{"variant", 1}});
    refused(e, 3);
    refused(e, dictionary = {});
    dictionary brain = {{"mode", dictionary = {{"seconds", 1}}}};
    try { component::add(e, "Brain", brain); check::passed(); } catch { check::failed(); }
    check::show(e.get("Mode"));
}
