// A script of entities: each of its call-backs gets the entity it runs for.

const double radius = engine::setting("orbit.radius", 5.0);
const double speed = engine::setting("orbit.speed", 1.0);

void on_start(Entity planet) {
    // `data` belongs to the entity: it survives a reload of this script, and other scripts see it.
    Data@ data = planet.data();
    if (data["angle"].isNull()) {
        data["angle"] = 0.0;
    }
}

void update(Entity planet, double dt) {
    Data@ data = planet.data();
    data["angle"] += speed * dt;
    double angle = data["angle"];

    // Components have types, so a field that is not there is found before the game starts. Its name is known by
    // `component::transform`; `component.set_position` would do here too.
    Transform@ transform = component::transform(planet);
    transform.translation = Vec3(cos(angle), 0, sin(angle)) * radius;
}
