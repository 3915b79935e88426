// frames: 4
#include "check"

Asset a, missing, gone;

void never(Asset it, Value error)
{
    print("never called");
}

void told(const string &in name, Asset it, Value error)
{
    print(name + "\t" + asset::state(it) + "\t" + (error.isNull() ? "fine" : string(error["kind"])));
}

void first(Asset it, Value error) { told("a", it, error); }
void again(Asset it, Value error) { told("a again", it, error); }
void asked(Asset it, Value error) { told("a, asked when it came", it, error); }
void absent(Asset it, Value error) { told("missing", it, error); }
void absent_again(Asset it, Value error) { told("missing again", it, error); }
void absent_still(Asset it, Value error) { told("missing for the last time", it, error); }
void anew(Asset it) { told("anew", it, Value()); }

void fails(Asset it, Value error)
{
    entity::find_in_radius(Vec3(0, 0, 0), -1);
}

void ask(Asset it, Value error)
{
    // It is there already: in the next frame.
    asset::on_load(it, asked);
}

void unheard(Asset it)
{
    print("never called");
}

void on_start()
{
    a = asset::load("a.txt", "text");
    missing = asset::load("c.txt", "text");
    gone = asset::load("b.txt", "text");
    asset::on_load(a, first);
    asset::on_load(a, fails);
    asset::on_load(a, ask);
    asset::on_load(missing, absent);
    asset::on_load(gone, never);
    asset::unload(gone);
    int64 id = asset::on_load(a, never);
    check::show(asset::off_load(id));
    check::show(asset::off_load(id), asset::off_load(99));
    id = asset::on_reload(a, unheard);
    asset::on_reload(a, anew);
    check::show(asset::off_reload(id));
    check::show(asset::off_reload(id));
}

void update()
{
    print("frame " + engine::frame());
    if (engine::frame() == 1) {
        asset::on_load(a, again);
        asset::on_load(missing, absent_again);
        asset::reload(a);
    } else if (engine::frame() == 2) {
        // What is tried again is waited for again.
        asset::reload(missing);
        asset::on_load(missing, absent_still);
        try { asset::on_load(gone, never); check::passed(); } catch { check::failed(); }
    }
}
