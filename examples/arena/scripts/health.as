// Health: who has none left ends at the end of the frame, and that of heroes grows back.
//
// Whoever hurts someone only lowers a number (see lib/combat). What follows from it is decided here, once a frame.

// Only those whose health was written since this script looked last: the few that were hurt, not the hundreds that
// were not.
array<string> health = { "Health" };
Query@ hurt = query::create(health, null, null, health);
Query@ standing = query::create(array<string> = { "Hero", "Health" }, array<string> = { "Fallen" });
Query@ fallen = query::create(array<string> = { "Hero", "Health", "Fallen" });

const double REGROWTH_RATE = 4;     // times a second
const Vec3 RAISED(0, 2.2, 0), LOWERED(0, 0.3, 0);       // where a banner is, above its hero

void set_banner(const Entity &in hero, const Vec3 &in place) {
    array<Entity>@ banners = hero.children();
    for (uint i = 0; i < banners.length(); i++) {
        banners[i].set_position(place);
    }
}

// A hero does not die: he is down until a wave raises him.
void fall(const Entity &in hero) {
    hero.add("Fallen", dictionary = { { "since", engine::total_time() } });
    set_banner(hero, LOWERED);
    event::emit("fallen", hero);
}

void end(Entity victim, Health@ health) {
    if (health.now > 0 || victim.has("Fallen")) {
        return;
    }
    if (victim.has("Hero")) {
        fall(victim);
    } else {
        event::emit("slain");
        victim.destroy();
    }
}

void end_those_without_health() {
    hurt.each(end);
}

void grow_back(double dt) {
    Column@ now = standing.column("Health.now"), full = standing.column("Health.full");
    now.add_scaled(standing.column("Health.regrowth"), dt);
    now.set(full, now.greater(full));
}

// Raises all heroes that are down, to a share of their full health. Other scripts reach it with script::call.
double raised_to = 0;

void raise(Entity hero, Hero@ stats, Health@ health, Fallen@ state) {
    health.now = health.full * raised_to;
    double time = engine::total_time() - state.since;
    engine::log(hero.name() + " is up again after " + round(10 * time) / 10 + " s", "debug");
    hero.remove("Fallen");
    set_banner(hero, RAISED);
}

void raise_fallen(double share) {
    raised_to = share;
    fallen.each(raise);
}

void main() {
    system::register("health.grow_back", grow_back, "update", 0, REGROWTH_RATE);
    system::register("health.end", end_those_without_health, "post_update", 10);
}
