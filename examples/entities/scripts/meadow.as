// The meadow: makes all that is on it, and tells what happens to it.

const double GAP = 3.0;         // metres from sheep to sheep
const double BIRTH = 8.0;       // seconds until there is a lamb

Entity ewe;
Entity lamb;

void tell(const string &in text) {
    print(formatFloat(engine::total_time(), "", 4, 1) + " s  " + text);
}

void on_start() {
    // One call for the whole flock. What differs from sheep to sheep is set afterwards.
    array<Entity>@ flock = entity::create_from_template("sheep", engine::setting("sheep"));
    for (uint i = 0; i < flock.length(); i++) {
        flock[i].set_name("Sheep " + (i + 1));
        // A handle is the component itself: what is assigned to it is on the entity at once.
        component::transform(flock[i]).translation = Vec3(GAP * (i + 1), 0, 0);
    }
    entity::create_from_template("wolf");
    Entity shepherd = entity::create_from_template("shepherd")[0];
    tell(shepherd.name() + " has a " + shepherd.children()[0].name());
    ewe = entity::find_by_name("Sheep 1");
}

void update(double dt) {
    // Whoever changed an animal, we see it here, and they need not know of us. What is new counts as changed.
    array<Entity>@ changed = component::find_changed("Animal");
    for (uint i = 0; i < changed.length(); i++) {
        Entity animal = changed[i];
        int64 health = component::animal(animal).health;
        if (health > 0) {
            tell(animal.name() + " has " + health + " health");
        } else {
            tell(animal.name() + " is gone");
            animal.destroy();
        }
    }
    // The ewe may be gone by now. Asking whether an entity is still there is always allowed.
    if (!lamb.is_valid() && engine::total_time() > BIRTH && ewe.is_valid()) {
        lamb = ewe.clone();
        lamb.set_name("Lamb");
        component::animal(lamb).health = 2;
        // Its place counts from its mother's from now on: half a metre beside her, wherever she goes.
        lamb.set_parent(ewe);
        component::transform(lamb).translation = Vec3(0, 0, 0.5);
    }
}

void on_stop() {
    array<Entity>@ flock = entity::find_by_tag("sheep");
    for (uint i = 0; i < flock.length(); i++) {
        // What may be nothing is a Value: look before it is taken for an Entity.
        Value parent = flock[i].parent();
        tell(flock[i].name() + " is well" + (parent.isNull() ? "" : ", and its mother is " + Entity(parent).name()));
    }
}
