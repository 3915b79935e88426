// The night: torches burn down and go out.

// A query is made once and asked often. This one finds all that have a Torch and are not Dark; whether they stand in a
// Draught does not matter, but where they do, `each` hands it over.
Query@ burning = query::create(
    array<string> = { "Torch" }, without: array<string> = { "Dark" }, optional: array<string> = { "Draught" }
);

// Functions here see no variables of those around them, so what `burn` needs to know stands here.
double step;

void on_start() {
    array<Entity>@ torches = entity::create_from_template("torch", engine::setting("torches"));
    for (uint i = 0; i < torches.length(); i++) {
        double number = i + 1;
        torches[i].set_name("Torch " + (i + 1));
        if ((i + 1) % 3 == 0) {
            torches[i].add("Draught", dictionary = { { "strength", number / 5 } });
        }
        // They were not lit at the same time.
        component::torch(torches[i]).oil = 3.0 + 1.5 * number;
    }
}

// First the entity, then a handle to each component that is asked for, then one to each that may be there.
void burn(Entity torch, Torch@ fire, Draught@ draught) {
    double speed = 1 + (draught !is null ? draught.strength : 0);
    fire.oil -= speed * step;
    if (fire.oil <= 0) {
        // It no longer matches, and that may happen while the query is walked through.
        torch.add("Dark", dictionary = { { "since", engine::total_time() } });
    }
}

void update(double dt) {
    step = dt;
    burning.each(burn);
}

void on_stop() {
    print(burning.count() + " torches burn when the morning comes");
}
