#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Bag", dictionary = {{"items", array<string> = {"sword"}}, {"counts", dictionary = {{"coins", 3}}}});
    Bag@ bag = component::bag(e);
    check::show(bag.items, bag.counts);
    bag.items = array<string> = {"rope", "lamp"};
    bag.counts = dictionary = {{"arrows", 1}};
    check::show(bag.items, bag.counts, e.get("Bag"));
    try { bag.items = 5; check::passed(); } catch { check::failed(); }
    try { bag.items = array<int> = {1}; check::passed(); } catch { check::failed(); }
    e.add("Brain", dictionary = {{"mode", "Chase"}});
    Brain@ brain = component::brain(e);
    check::show(brain.mode);
    brain.mode = "Idle";
    check::show(brain.mode);
    brain.mode = dictionary = {{"variant", "Wait"}, {"seconds", 2.5}};
    check::show(brain.mode);
    try { brain.mode = "Chse"; check::passed(); } catch { check::failed(); }
    try { brain.mode = 5; check::passed(); } catch { check::failed(); }
    check::show(brain.mode, e.get("Brain"));
}
