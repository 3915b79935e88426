// frames: 2
#include "check"

array<Asset> assets;

void on_start()
{
    array<string> files = {"note.txt", "broken.toml", "date.toml", "broken.json", "latin.txt", "notes.txt"};
    for (uint i = 0; i < files.length(); i++)
        assets.insertLast(asset::load(files[i], i == 0 || i == 4 ? "text" : "data"));
    assets.insertLast(asset::load("no_such_script", "script"));
}

void update()
{
    if (engine::frame() == 0)
        return;
    for (uint i = 0; i < assets.length(); i++) {
        Asset a = assets[i];
        check::show(asset::path(a), asset::state(a), asset::is_loaded(a));
        check::show(asset::error(a));
        try { asset::get(a); check::passed(); } catch { check::failed(); }
    }
    // The same asset, and no further try.
    check::show(asset::load("note.txt", "text") == assets[0], asset::state(assets[0]));
}
