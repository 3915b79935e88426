// The menu: lies over the game and stops it, as long as this script is loaded. See scripts/captain, which loads it.
//
// Its context is exclusive: what is held down when it opens, the game sees let go. Its actions end with the script.

Query@ heroes = query::create(array<string> = { "Hero" });

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

// How the heroes are, how the data files are, and what the game's systems cost, which differs from run to run.
void state(const string &in what, double value) {
    if (what != "pressed") {
        return;
    }
    array<Entity>@ all = entity::find_by_tag("hero");
    for (uint i = 0; i < all.length(); i++) {
        Value health = all[i].get("Health");
        engine::log(
            "  " + all[i].name() + " (" + join(all[i].tags(), ", ") + "): "
            + formatFloat(health["now"], "", 0, 0) + " of " + formatFloat(health["full"], "", 0, 0) + " hit points"
        );
    }
    array<Asset>@ files = asset::find_by_type("data");
    for (uint i = 0; i < files.length(); i++) {
        Value error = asset::error(files[i]);
        string but = error.isNull() ? "" : ", but could not be read again: " + string(error["message"]);
        engine::log("  " + asset::path(files[i]) + ": " + asset::state(files[i]) + but);
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

// Which components a hero has, and what is in them.
void parts(const string &in what, double value) {
    if (what != "pressed") {
        return;
    }
    array<string>@ names = component::list(heroes.first());
    for (uint i = 0; i < names.length(); i++) {
        Value fields = component::describe(names[i])["fields"];
        array<string> told;
        for (uint k = 0; k < fields.length(); k++) {
            told.insertLast(string(fields[k]["name"]) + ": " + string(fields[k]["type"]));
        }
        engine::log("  " + names[i] + " { " + join(told, ", ") + " }");
    }
}

// What was saved in the project's data files counts from now on, also without --watch.
void read(const string &in what, double value) {
    if (what == "pressed") {
        asset::reload_all("data");
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
    input::on_action("parts", parts);
    input::on_action("read", read);
    if (input::exists("debug")) { // a game for players has no such line in glotta.toml
        input::on_action("debug", debug);
    }
    asset::on_reload("data", tell_read);

    if (input::context() != "menu") { // new code that takes over while the menu is open finds it there
        input::push_context("menu");
    }
    engine::on_cleanup(close);
    engine::log("the game stands still");
    tell_keys();
}
