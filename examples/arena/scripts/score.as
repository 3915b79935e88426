// The score keeper: hears of everything by events, counts it on the scoreboard, and tells how it stands.
//
// Those who emit the events do not know that someone counts; they may be in other languages.

Data@ board = Entity(entity::find_by_name("Scoreboard")).data();
Query@ horde = query::create(array<string> = { "Enemy" });
Query@ heroes = query::create(array<string> = { "Hero", "Health" }, without: array<string> = { "Image" });

void shot() { board["shots"] += 1; }
void hit() { board["hits"] += 1; }
void slain() { board["slain"] += 1; }
void fallen() { board["fallen"] += 1; }
void defeat() { board["defeats"] += 1; }

void wave(const Value &in wave) {
    board["spawned"] += wave["size"];
}

// The system that has cost most so far.
string costliest() {
    array<Value>@ costs = system::all_performance();
    Value most = costs[0];
    for (uint i = 1; i < costs.length(); i++) {
        if (double(costs[i]["total_ms"]) > double(most["total_ms"])) {
            most = costs[i];
        }
    }
    return most["name"];
}

// Every five seconds. What the game costs differs from run to run, so it is for reading only.
void tell() {
    Column@ share = heroes.column("Health.now").copy();
    share.maximum(0);
    share.div(heroes.column("Health.full"));
    Value mean = share.mean();
    double strength = mean.isNull() ? 0.0 : 100 * double(mean);
    int64 up = share.len() - entity::find_with_component("Fallen").length();
    double cost = engine::performance()["scripts_ms"];
    engine::log(
        horde.count() + " enemies, " + int64(board["slain"]) + " slain; " + up + " heroes stand, with "
        + formatFloat(strength, "", 0, 0) + "% of their strength; a frame takes " + formatFloat(cost, "", 0, 2)
        + " ms, most of it " + costliest()
    );
}

// The most that were slain in any game so far is still known in the next.
void compare() {
    int64 slain = board["slain"], record = save::read("record", 0);
    if (slain > record) {
        save::write("record", slain);
        engine::log("a record: " + slain + " slain, " + record + " before");
    }
}

void on_stop() {
    int64 wave = board["wave"], slain = board["slain"], spawned = board["spawned"], fallen = board["fallen"];
    int64 defeats = board["defeats"], shots = board["shots"], hits = board["hits"];
    double aim = shots > 0 ? 100.0 * hits / shots : 0.0;
    engine::log(
        "the score after " + engine::frame() + " frames: wave " + wave + ", " + slain + " of " + spawned
        + " enemies slain, " + fallen + " falls, " + defeats + " defeats, " + shots + " missiles, " + round(aim)
        + "% of them hit"
    );
    compare();
}

void main() {
    event::subscribe("shot", shot);
    event::subscribe("hit", hit);
    event::subscribe("slain", slain);
    event::subscribe("wave", wave);
    event::subscribe("fallen", fallen);
    event::subscribe("defeat", defeat);
    system::register("score.tell", tell, phase: "post_update", rate: 0.2);
}
