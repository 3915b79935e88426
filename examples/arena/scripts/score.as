// The score keeper: hears of everything by events, counts it on the scoreboard, and tells how it stands.
//
// Those who emit the events do not know that someone counts; they may be in other languages.

Data@ board = Entity(entity::find_by_name("Scoreboard")).data();
Query@ horde = query::create(array<string> = { "Enemy" });
Query@ standing = query::create(array<string> = { "Hero" }, array<string> = { "Fallen" });

void shot() { board["shots"] += 1; }
void hit() { board["hits"] += 1; }
void slain() { board["slain"] += 1; }

void wave(const Value &in wave) {
    board["spawned"] += wave["size"];
}

void fallen(Entity hero) {
    board["fallen"] += 1;
    engine::log(hero.name() + " has fallen", "warn");
}

void defeat(int64 wave) {
    board["defeats"] += 1;
    engine::log("all heroes are down in wave " + wave, "warn");
}

// Every five seconds. What the game costs differs from run to run, so it is for reading only.
void tell() {
    double cost = engine::performance()["scripts_ms"];
    engine::log(
        horde.count() + " enemies on the field, " + int64(board["slain"]) + " slain, " + standing.count()
        + " heroes stand; scripts take " + round(100 * cost) / 100 + " ms of a frame"
    );
}

void on_stop() {
    int64 wave = board["wave"], slain = board["slain"], spawned = board["spawned"], fallen = board["fallen"];
    int64 defeats = board["defeats"], shots = board["shots"], hits = board["hits"];
    double aim = shots > 0 ? 100.0 * hits / shots : 0.0;
    engine::log(
        "the score: wave " + wave + ", " + slain + " of " + spawned + " enemies slain, " + fallen + " falls, "
        + defeats + " defeats, " + shots + " missiles, " + round(aim) + "% of them hit"
    );
}

void main() {
    event::subscribe("shot", shot);
    event::subscribe("hit", hit);
    event::subscribe("slain", slain);
    event::subscribe("wave", wave);
    event::subscribe("fallen", fallen);
    event::subscribe("defeat", defeat);
    system::register("score.tell", tell, "post_update", 0, 0.2);
}
