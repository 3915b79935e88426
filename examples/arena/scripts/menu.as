// The menu: lies over the game and stops it, as long as this script is loaded. See scripts/captain, which loads it.
//
// Its context is exclusive: what is held down when it opens, the game sees let go. Its actions end with the script.

void tell_keys() {
    array<string>@ actions = input::actions();
    for (uint i = 0; i < actions.length(); i++) {
        engine::log("  " + string(engine::setting("help." + actions[i], actions[i])));
    }
}

void keys(const string &in what, double value) {
    if (what == "pressed") {
        tell_keys();
    }
}

// How the heroes are, and what the game's systems cost, which differs from run to run.
void state(const string &in what, double value) {
    if (what != "pressed") {
        return;
    }
    array<Entity>@ heroes = entity::find_by_tag("hero");
    for (uint i = 0; i < heroes.length(); i++) {
        Value health = heroes[i].get("Health");
        engine::log(
            "  " + heroes[i].name() + " (" + join(heroes[i].tags(), ", ") + "): "
            + formatFloat(health["now"], "", 0, 0) + " of " + formatFloat(health["full"], "", 0, 0) + " hit points"
        );
    }
    array<string>@ systems = system::list();
    for (uint i = 0; i < systems.length(); i++) {
        dictionary@ about = system::describe(systems[i]), cost = system::performance(systems[i]);
        double rate = about["rate"], mean = cost["mean_ms"];
        engine::log(
            "  " + systems[i] + ": " + string(about["phase"]) + ", "
            + (rate > 0 ? rate + " times a second" : "in every frame")
            + "; a run takes " + formatFloat(mean, "", 0, 3) + " ms"
        );
    }
}

// What was saved in the project's data files counts from now on, also without --watch.
void read(const string &in what, double value) {
    if (what == "pressed") {
        array<Asset>@ files = asset::find_by_type("data");
        for (uint i = 0; i < files.length(); i++) {
            asset::reload(files[i]);
        }
    }
}

void tell_read(Asset file) {
    engine::log("  " + asset::path(file) + " is read, a file of " + asset::type(file));
}

void debug(const string &in what, double value) {
    if (what == "pressed") {
        engine::debug_break();
    }
}

void close() {
    input::pop_context();
}

void main() {
    input::on_action("keys", keys);
    input::on_action("state", state);
    input::on_action("read", read);
    input::on_action("debug", debug);
    asset::on_reload("data", tell_read);

    if (input::context() != "menu") { // new code that takes over while the menu is open finds it there
        input::push_context("menu");
    }
    engine::on_cleanup(close);
    engine::log("the game stands still");
    tell_keys();
}
