// Health: who has none left ends at the end of the frame, and that of heroes grows back.
//
// Whoever hurts someone only lowers a number (see lib/combat). What follows from it is decided here, once a frame.

// Only those whose health was written since this script looked last: the few that were hurt, not the hundreds that
// were not. They need not be heroes, or images: for those that are, `each` hands these components over too.
Query@ touched = query::create(
    array<string> = { "Health" }, optional: array<string> = { "Hero", "Image" }, changed: array<string> = { "Health" }
);
Query@ standing = query::create(array<string> = { "Hero", "Health" }, without: array<string> = { "Fallen" });
Query@ fallen = query::create(array<string> = { "Hero", "Health", "Fallen" });

const double REGROWTH_RATE = 4;     // times a second
const double WOUNDED = 0.4, WELL = 0.7;     // below that share of his health a hero is wounded, above that he is well

// A hero does not die: he is down until a wave raises him.
void fall(const Entity &in hero) {
    hero.remove_tag("wounded");
    hero.add("Fallen", dictionary = { { "since", engine::total_time() } });
    event::emit("fallen", hero);
}

// The tag is for whoever can help: see scripts/mend.
void tend(const Entity &in hero, Health@ health) {
    double share = health.now / health.full;
    if (share < WOUNDED && !hero.has_tag("wounded")) {
        hero.add_tag("wounded");
        event::emit("wounded", hero);
    } else if (share > WELL) {
        hero.remove_tag("wounded");
    }
}

void decide(Entity victim, Health@ health, Hero@ hero, Image@ image) {
    if (health.now > 0) {
        if (hero !is null) {
            tend(victim, health);
        }
    } else if (hero !is null && image is null) {
        if (!victim.has("Fallen")) {
            fall(victim);
        }
    } else {
        if (image is null) {
            event::emit("slain");
        }
        victim.destroy();
    }
}

void look() {
    touched.each(decide);
}

void grow_back(double dt) {
    Column@ now = standing.column("Health.now"), full = standing.column("Health.full");
    // Who is whole is left alone, and so does not count as changed.
    now.add_scaled(standing.column("Health.regrowth"), dt, now.less(full));
    now.set(full, now.greater(full));
}

// Raises all heroes that are down, to a share of their full health. Other scripts reach it with script::call.
double raised_to = 0;

void raise(Entity hero, Hero@ stats, Health@ health, Fallen@ state) {
    health.now = health.full * raised_to;
    double time = engine::total_time() - state.since;
    engine::log(hero.name() + " is up again after " + formatFloat(time, "", 0, 1) + " s", "debug");
    hero.remove("Fallen");
}

void raise_fallen(double share) {
    raised_to = share;
    fallen.each(raise);
}

void main() {
    system::register("health.grow_back", grow_back, rate: REGROWTH_RATE);
    system::register("health.look", look, phase: "post_update", priority: 10);
}
