// frames: 4
#include "check"

Asset a, b, missing;

void first(Asset it)
{
    print("first\t" + (it == a ? "true" : "false") + "\t" + asset::state(it));
}

void fails(Asset it)
{
    entity::find_in_radius(Vec3(0, 0, 0), -1);
}

void any(Asset it)
{
    print("any\t" + (it == a ? "a" : "b"));
}

void last(Asset it)
{
    print("last of b");
    asset::unload(it);
}

void never(Asset it)
{
    print("never called");
}

void on_start()
{
    a = asset::load("a.txt", "text");
    b = asset::load("b.txt", "text");
    missing = asset::load("c.txt", "text");
    asset::on_reload(a, first);
    check::show();
    asset::on_reload(a, fails);
    asset::on_reload("text", any);
    // One that unloads the asset, which nobody is told of any more.
    asset::on_reload(b, last);
    asset::on_reload(b, never);
    asset::on_reload("data", never);
}

void update()
{
    print("frame " + engine::frame());
    if (engine::frame() == 0) {
        // It is still loading, which is no reload.
        asset::reload(a);
        check::show();
    } else if (engine::frame() == 1) {
        asset::reload(a);
        check::show(asset::state(a), asset::get(a));
    } else if (engine::frame() == 2) {
        check::show(asset::reload_all("text"), asset::reload_all("data"));
        // One that failed is tried again.
        check::show(asset::state(missing));
    } else {
        check::show(asset::state(a), asset::state(b), asset::state(missing));
    }
}
