// The captain: brings the heroes to the field, and does what the player says.
//
// Which keys are meant is in glotta.toml. A captain without a player, as in `--frames 1800`, leaves the heroes to
// themselves.

Query@ archers = query::create(array<string> = { "Hero" }, array<string> = { "Fallen" }, null, null, "archer");

const double slow = engine::setting("captain.slow");
const double volley_pause = engine::setting("captain.volley_pause");
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

void focus(const string &in what, double value) {
    if (what == "pressed") {
        engine::set_time_scale(slow);
    } else if (what == "released") {
        engine::set_time_scale(1);
    }
}

void restore_time() {
    engine::set_time_scale(1);
}

void main() {
    input::on_action("volley", volley);
    input::on_action("taunt", taunt);
    input::on_action("focus", focus);
    // A captain who is replaced in the middle of it, by a reload, leaves the game no slower than it was.
    engine::on_cleanup(restore_time);
}
