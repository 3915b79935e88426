// The rules of getting hurt, shared by everyone who hurts.

namespace combat {

Entity board;

// The scoreboard's data. Looked up once: entities are handles, and this one stays.
Data@ score() {
    if (!board.is_valid()) {
        board = entity::find_by_name("Scoreboard");
    }
    return board.data();
}

// Adds to one of the scoreboard's counts.
void count(const string &in what, int64 amount = 1) {
    score()[what] += amount;
}

// A hero does not die: he is down until a wave raises him (see waves.as).
void fall(const Entity &in hero) {
    hero.remove_tag("hero");
    hero.add_tag("fallen");
    count("falls");
    engine::log(hero.name() + " has fallen", "warn");
}

// Takes hit points from a hero or an enemy. True if that was the end of it.
bool hurt(const Entity &in victim, double amount) {
    Data@ data = victim.data();
    double hp = data["hp"];
    hp -= amount;
    data["hp"] = hp;
    if (hp > 0) {
        return false;
    }
    if (victim.has_tag("hero")) {
        fall(victim);
    } else {
        count("slain");
        victim.destroy();
    }
    return true;
}

}
