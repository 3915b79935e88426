// The horde's marshal: sends wave after wave, and begins anew when all heroes are down.
//
// How large waves are and what they are made of is in waves.toml, an asset. What enemies of a kind are is in
// templates/.

Query@ horde = query::create(array<string> = { "Enemy" });
Query@ standing = query::create(array<string> = { "Hero" }, without: array<string> = { "Fallen", "Image" });
const double reach = engine::setting("field.radius");

const double LOOKS = 4;             // how often the marshal looks at the field, times a second

array<string> keep = { "until_next" };      // what this script knows still when it is reloaded

Asset file = asset::load("waves.toml", "data");
dictionary@ plan;                   // what is in it, once it is there
double until_next = 0;              // seconds to the next wave
// The score. Its `wave` is kept here, the rest by scripts/score.
Data@ score = Entity(entity::find_by_name("Scoreboard")).data();

// A place near the edge of the field. A random point of the unit disc is pushed out to the edge: no sine, no cosine,
// and so the same numbers on every machine.
Vec3 place_at_edge() {
    double x, z, squared;
    do {
        x = 2 * engine::random() - 1;
        z = 2 * engine::random() - 1;
        squared = x * x + z * z;
    } while (squared <= 0.01 || squared > 1);
    double distance = reach * (0.85 + 0.15 * engine::random()) / sqrt(squared);
    return Vec3(x * distance, 0, z * distance);
}

// Makes so many enemies of a kind, all from one look at its template.
void spawn(const string &in template, int64 count) {
    array<Entity>@ enemies = entity::create_from_template(template, count);
    array<Vec3> places;
    for (uint i = 0; i < enemies.length(); i++) {
        places.insertLast(place_at_edge());
    }
    component::set_positions(enemies, places);
}

// One of them, whoever it is, leads the others.
void crown() {
    array<Entity>@ enemies = horde.entities();
    Value names = Value(plan["champion"])["names"];
    Entity champion = enemies[engine::random_int(0, enemies.length() - 1)];
    champion.set_name(names[engine::random_int(0, names.length() - 1)]);
    champion.attach("scripts/champion");
}

void send() {
    score["wave"] += 1;
    int64 wave = score["wave"];
    script::call("scripts/health", "raise_fallen", array<Value> = { plan["relief"] });

    int64 before = horde.count();
    int64 first = plan["first"], growth = plan["growth"], most = plan["most"];
    int64 size = min(first + growth * (wave - 1), most - before);
    Value kinds = plan["kind"];
    for (uint i = 0; i < kinds.length(); i++) {
        double share = kinds[i]["share"];
        spawn(kinds[i]["template"], int64(floor(size * share)));
    }
    int64 now = horde.count();
    event::emit("wave", dictionary = { { "number", wave }, { "size", now - before }, { "total", now } });
    if (wave % int64(Value(plan["champion"])["every"]) == 0) {
        crown();
    }
    until_next = plan["every"];
}

// Has the next wave come at once, and gives its number. The captain calls it.
int64 hurry() {
    until_next = 0;
    int64 wave = score["wave"];
    return wave + 1;
}

// The last hero is down: the field is cleared and the heroes start again, from the first wave.
void defeat() {
    event::emit("defeat", score["wave"]);
    score["wave"] = 0;
    entity::destroy_many(horde.entities());
    script::call("scripts/health", "raise_fallen", array<Value> = { 1.0 });
    until_next = plan["every"];
}

void look(double dt) {
    if (plan is null) {
        return;
    }
    until_next -= dt;
    if (standing.is_empty()) {
        defeat();
    } else if (until_next <= 0 || horde.is_empty()) {
        send(); // an empty field does not have to wait
    }
}

void take_plan(Asset file, Value error) {
    if (error.isNull()) { // or else the log says why
        @plan = asset::get(file);
    }
}

void change_plan() {
    @plan = asset::get(file);
    until_next = 0;
    system::enable("waves"); // it rests if it could make nothing of the old plan
    engine::log("the waves change");
}

void main() {
    asset::on_load(file, take_plan);
    asset::on_reload(file, change_plan);
    system::register("waves", look, phase: "pre_update", rate: LOOKS);
}
