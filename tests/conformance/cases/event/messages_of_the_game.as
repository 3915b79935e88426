// frames: 4
#include "check"

Entity e, dead;

void on_healed(dictionary@ healed)
{
    check::show("healed", healed["amount"], healed["times"]);
}

void on_hit(dictionary@ hit)
{
    check::show("hit", hit["amount"], Entity(hit["target"]) == e);
}

void on_shout(int64 value)
{
    check::show("shout", value);
}

void emit(const string &in name, const Value &in value)
{
    try { event::emit(name, value); check::passed(); } catch { check::failed(); }
}

void on_start()
{
    e = entity::create();
    dead = check::dead();
    // Those of scripts come in the order they were emitted, those of the game after them.
    event::subscribe("Healed", on_healed);
    event::subscribe("Hit", on_hit);
    event::subscribe("shout", on_shout);
}

void update()
{
    check::show(engine::frame());
    if (engine::frame() == 0) {
        event::emit("Hit", dictionary = {{"target", e}, {"amount", 2.5}});
        event::emit("shout", 1);
        event::emit("Hit", dictionary = {{"target", dead}, {"amount", 3}});
        event::emit("Healed");
        try { event::emit("Hit"); check::passed(); } catch { check::failed(); }
        emit("Hit", 5);
        emit("Hit", dictionary = {{"target", e}});
        emit("Hit", dictionary = {{"target", e}, {"amount", "much"}});
        emit("Hit", dictionary = {{"target", e}, {"amount", NAN}});
        emit("Hit", dictionary = {{"target", e}, {"amount", 1}, {"amunt", 1}});
        emit("Healed", dictionary = {{"times", 256}});
    } else if (engine::frame() == 1) {
        event::emit("shout", 2);
    }
}
