// The wolf: runs for the nearest sheep and bites it.

const double SIGHT = 15.0;      // metres
const double REACH = 0.5;       // metres
const double PAUSE = 0.5;       // seconds between bites
const int64 BITE = 3;           // health

// What is near comes nearest first, so the first that is a sheep is the nearest sheep. No entity if none is near.
Entity nearest_sheep(const Vec3 &in place) {
    array<Entity>@ near = entity::find_in_radius(place, SIGHT);
    for (uint i = 0; i < near.length(); i++) {
        if (near[i].has_tag("sheep")) {
            return near[i];
        }
    }
    return Entity();
}

void on_start(Entity wolf) {
    wolf.data()["wait"] = 0.0;
}

void update(Entity wolf, double dt) {
    Data@ data = wolf.data();
    Transform@ transform = component::transform(wolf);
    data["wait"] -= dt;
    Entity sheep = nearest_sheep(transform.translation);
    if (!sheep.is_valid()) {
        return;
    }
    Vec3 way = component::transform(sheep).translation - transform.translation;
    if (way.length() > REACH) {
        double step = component::animal(wolf).speed * dt;
        transform.translation += way.normalize() * step;
    } else if (double(data["wait"]) <= 0) {
        data["wait"] = PAUSE;
        component::animal(sheep).health -= BITE;
    }
}
