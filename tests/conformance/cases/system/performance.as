// frames: 4
#include "check"

void half(double)
{
}

void bad(double)
{
    entity::find_in_radius(Vec3(0, 0, 0), -1);
}

void last(double)
{
    dictionary@ half = system::performance("half"), bad = system::performance("bad");
    check::show(half["runs"], half["errors"], bad["runs"], bad["errors"]);
    if (int(half["runs"]) > 0) {
        double total = double(half["total_ms"]), most = double(half["max_ms"]), mean = double(half["mean_ms"]);
        check::show(total >= most, most >= mean, most >= double(half["last_ms"]));
        check::show(mean > 0, total < 4000);
    }
    array<Value>@ all = system::all_performance();
    check::show(int(all.length()), all[0]["name"], all[1]["name"], all[2]["name"], all[3]["name"]);
    check::show(all[0]["runs"], engine::performance()["systems"]);
}

void on_start()
{
    system::register("half", half, "update", 0, 30);
    check::show(system::performance("half"));
    system::register("bad", bad, "update", 1);
    system::register("last", last, "post_update");
    try { system::performance("halves"); check::passed(); } catch { check::failed(); }
    try { system::performance(""); check::passed(); } catch { check::failed(); }
}

void update()
{
}
