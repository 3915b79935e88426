// A script of the game as a whole: it belongs to no entity, so its call-backs get none.

double elapsed = 0;

// Runs once, before the first update.
void on_start() {
    array<Entity>@ planets = entity::find_by_tag("planet");
    engine::log("the game starts with " + planets.length() + " planets");

    // Spread the planets evenly. Each remembers its place in its data, which every script can read.
    for (uint i = 0; i < planets.length(); i++) {
        planets[i].data()["angle"] = i * 2 * PI / planets.length();
    }
}

// Runs every frame; dt is the time since the last one, in seconds.
void update(double dt) {
    elapsed += dt;
    if (elapsed >= 1) {
        elapsed -= 1;
        Entity first = entity::find_by_tag("planet")[0];
        engine::log("the first planet is at " + first.get_position());
    }
}

// Runs when the game ends.
void on_stop() {
    engine::log("the game ends after " + engine::frame() + " frames");
}
