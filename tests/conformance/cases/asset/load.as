// frames: 2
#include "check"

Asset text, waves, list;

void on_start()
{
    text = asset::load("hello.txt", "text");
    waves = asset::load("waves.toml", "data");
    list = asset::load("./list.json", "data");
    check::show(text == waves, list == asset::load("list.json", "data"), list == asset::load("list.json", "json"));
    check::show(asset::state(text), asset::is_loaded(text), asset::error(text));
    check::show(asset::path(list), asset::type(list), asset::type(text));
    try { asset::get(text); check::passed(); } catch { check::failed(); }
}

void update()
{
    if (engine::frame() == 0) {
        check::show(asset::state(waves));
        return;
    }
    check::show(asset::state(text), asset::is_loaded(text), asset::error(text));
    check::show(asset::get(text));
    check::show(asset::get(waves));
    check::show(asset::get(list));
    // What is got is a copy.
    dictionary@ copy = asset::get(waves);
    copy["title"] = "Second";
    check::show(asset::get(waves)["title"]);
    check::show(asset::dependencies(waves));
    check::show(asset::state(asset::load("waves.toml", "text")));
}
