// Mending: a cleric mends one wounded hero at a time, until he is well or out of reach.

// The nearest wounded hero; an entity that does not exist if there is none within reach.
Entity find_patient(const Vec3 &in place, double reach) {
    array<Entity>@ wounded = entity::find_by_tag("wounded");
    array<Vec3>@ places = component::get_positions(wounded);
    Entity nearest;
    double least = reach;
    for (uint i = 0; i < wounded.length(); i++) {
        double distance = (places[i] - place).length();
        if (distance <= least) {
            nearest = wounded[i];
            least = distance;
        }
    }
    return nearest;
}

void update(Entity cleric, double dt) {
    if (cleric.has("Fallen")) {
        return;
    }
    Mender@ me = component::mender(cleric);
    Vec3 place = cleric.get_position();
    Entity patient = me.patient;
    // Who was one is well again, or far away, or was an image and is no more.
    if (!(patient.is_valid() && patient.has_tag("wounded"))
        || (component::transform(patient).translation - place).length() > me.reach) {
        patient = find_patient(place, me.reach);
        if (!patient.is_valid()) {
            return;
        }
        me.patient = patient;
    }
    Health@ health = component::health(patient);
    health.now = min(health.now + me.power * dt, health.full);
}
