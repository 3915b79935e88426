// The horde's marshal: sends the waves, raises the fallen, and keeps the score.
// A system script: it belongs to no entity, so its call-backs are given none.

#include "lib/combat"
#include "lib/kinds"

const int64 first = engine::setting("waves.first");
const int64 growth = engine::setting("waves.growth");
const int64 most = engine::setting("waves.most");
const double every = engine::setting("waves.every");
const double relief = engine::setting("waves.relief");
const double reach = engine::setting("field.radius");

double until_next = 0;

Kind@ random_kind() {
    double dice = engine::random();
    for (uint i = 0; i < kinds::all.length(); i++) {
        dice -= kinds::all[i].share;
        if (dice < 0) {
            return kinds::all[i];
        }
    }
    return kinds::all[0];
}

// A place near the edge of the field. A random point of the unit disc is pushed out to the edge: no sine, no
// cosine, and so the same numbers on every machine.
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

void spawn_enemy() {
    Kind@ kind = random_kind();
    Entity enemy = entity::create();
    enemy.add("Transform", dictionary = { { "translation", place_at_edge() } });
    enemy.add_tag("enemy");

    Data@ data = enemy.data();
    data["kind"] = kind.name;
    data["hp"] = kind.hp;
    data["wait"] = 0.0;

    enemy.attach("scripts/horde");
}

// Raises all heroes that are down, to a share of their full strength.
void raise_fallen(double share) {
    array<Entity>@ fallen = entity::find_by_tag("fallen");
    for (uint i = 0; i < fallen.length(); i++) {
        Entity hero = fallen[i];
        Data@ data = hero.data();
        double full = data["full"];
        data["hp"] = full * share;
        hero.remove_tag("fallen");
        hero.add_tag("hero");
    }
}

void next_wave(int64 enemies_left) {
    Data@ score = combat::score();
    score["wave"] += 1;
    raise_fallen(relief);

    int64 wave = score["wave"];
    int64 size = min(first + growth * (wave - 1), most - enemies_left);
    for (int64 i = 0; i < size; i++) {
        spawn_enemy();
    }
    score["spawned"] += size;
    engine::log("wave " + wave + ": " + size + " enemies come, " + (enemies_left + size) + " on the field");
}

// The last hero is down: the field is cleared and the heroes start again, from the first wave.
void defeat(array<Entity>@ enemies) {
    Data@ score = combat::score();
    int64 wave = score["wave"];
    engine::log("all heroes are down in wave " + wave, "warn");
    score["defeats"] += 1;
    score["wave"] = 0;
    entity::destroy_many(enemies);
    raise_fallen(1);
    until_next = every;
}

void update(double dt) {
    array<Entity>@ enemies = entity::find_by_tag("enemy");
    if (entity::find_by_tag("hero").isEmpty()) {
        defeat(enemies);
        return;
    }
    until_next -= dt;
    // A field that is empty does not have to wait.
    if (until_next <= 0 || enemies.isEmpty()) {
        until_next = every;
        next_wave(enemies.length());
    }
}

void on_stop() {
    Data@ score = combat::score();
    int64 wave = score["wave"], slain = score["slain"], spawned = score["spawned"], falls = score["falls"];
    int64 defeats = score["defeats"], shots = score["shots"], hits = score["hits"];
    double aim = shots > 0 ? 100.0 * hits / shots : 0.0;
    engine::log(
        "the score: wave " + wave + ", " + slain + " of " + spawned + " enemies slain, " + falls + " falls, "
        + defeats + " defeats, " + shots + " missiles, " + round(aim) + "% of them hit"
    );
}
