// The captain: brings the heroes to the field, and does what the player says.
//
// Which keys are meant is in glotta.toml. A captain without a player, as in `--frames 1800`, leaves the heroes to
// themselves.

Query@ archers = query::create(
    array<string> = { "Hero" }, without: array<string> = { "Fallen" }, tag: "archer"
);

const double slow = engine::setting("captain.slow");
const double volley_pause = engine::setting("captain.volley_pause");
const double frost_lasts = engine::setting("captain.frost_lasts");
double next_volley = 0;             // the time of the game when there can be another

void on_start() {
    Value heroes = engine::setting("heroes");
    for (uint i = 0; i < heroes.length(); i++) {
        Value entry = heroes[i];
        Entity hero = entity::create_from_template(entry["template"])[0];
        hero.set_name(entry["name"]);
        hero.set("Transform", dictionary = { { "translation", entry["home"] } });
        hero.set("Hero", dictionary = { { "home", entry["home"] } });
    }
}

// What the player holds down is looked at in each frame. A trigger that is pressed halfway slows time halfway.
void listen() {
    double scale = 1 - (1 - slow) * input::value("focus");
    if (input::context() == "menu") {
        scale = 0;
    }
    if (scale != engine::time_scale()) {
        engine::set_time_scale(scale);
    }
    if (input::just_pressed("rally")) {
        engine::log("to the middle!");
    } else if (input::just_released("rally")) {
        engine::log("to your places!");
    }
}

void make_ready(Entity entity, Hero@ hero) {
    hero.wait = 0;
}

// All archers shoot in this frame, however lately they did.
void volley(const string &in what, double value) {
    if (what == "pressed" && engine::total_time() >= next_volley) {
        next_volley = engine::total_time() + volley_pause;
        archers.each(make_ready);
        engine::log("volley!");
    }
}

void taunt(const string &in what, double value) {
    if (what == "pressed") {
        int64 number = script::call("scripts/waves", "hurry");
        engine::log("the captain has called wave " + number);
    }
}

// A system that ends itself when it has run once.
void thaw() {
    system::enable("horde.run");
    system::unregister("captain.thaw");
    engine::log("the frost is over");
}

// New code knows nothing of the system that the old one registered, which ended with it: so does the frost.
void on_reload() {
    system::enable("horde.run");
    engine::log(script::path() + ", version " + (1 + script::reload_count()), "debug");
}

// The horde stands where it is for a while, and does not bite.
void frost(const string &in what, double value) {
    if (what == "pressed" && system::is_enabled("horde.run")) {
        system::disable("horde.run");
        system::register("captain.thaw", thaw, rate: 1 / frost_lasts);
        engine::log("frost!");
    }
}

// The menu is a script that is in memory only while it is open: it stops the game as long as it is loaded.
void open_menu(const string &in what, double value) {
    if (what == "pressed") {
        asset::load("scripts/menu", "script");
    }
}

void close_menu(const string &in what, double value) {
    if (what == "pressed") {
        asset::unload(asset::load("scripts/menu", "script")); // who loads it again is given the same asset
    }
}

void main() {
    input::on_action("volley", volley);
    input::on_action("taunt", taunt);
    input::on_action("frost", frost);
    input::on_action("menu", open_menu);
    input::on_action("resume", close_menu);
    system::register("captain.listen", listen, phase: "pre_update", priority: 10);
}
