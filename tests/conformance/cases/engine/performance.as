// frames: 3
// How many arguments a function takes is checked when the script is compiled: see wrong.as.
#include "check"

array<string>@ keys(dictionary@ table)
{
    array<string>@ names = table.getKeys();
    names.sortAsc();
    return names;
}

void on_start()
{
    dictionary@ before = engine::performance();
    check::show(keys(before), keys(before["memory"]));
    check::show(before["scripts_ms"], before["errors"], before["instances"]);
    entity::create();
    entity::create().attach("helper");
    dictionary@ after = engine::performance();
    check::show(int(after["entities"]) - int(before["entities"]), after["instances"]);
    check::refused("wrong.as");
}

void update()
{
    dictionary@ now = engine::performance();
    double frame = double(now["frame_ms"]);
    dictionary@ memory = now["memory"];
    check::show(frame > 16 && frame < 17, int(memory["lua"]) > 0, int(memory["python"]) >= 0);
    check::show(double(now["scripts_ms"]) > 0, now["errors"]);
}
