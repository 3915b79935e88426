// A hero: strikes at the nearest enemy, gives ground when they come too close, and walks home when they do not.
//
// There are six of them, so one call of update for each is no matter. All of a hero's numbers are in the data that
// glotta.toml gave it, so one script serves the knight and the archer.

#include "lib/grid"
#include "lib/combat"

const double FORWARD_STEP = 0.8;    // how far before a hero his missile starts, metres
const double MARGIN = 1.25;         // a missile can fly this much farther than its hero sees

const double reach = engine::setting("field.radius");
Grid grid(reach, engine::setting("field.cell"));

// What all heroes see in one frame: the enemies, and the grid filled with them. The first who asks fills it.
int64 seen_in = -1;
array<Entity>@ enemies;

void survey() {
    if (seen_in != engine::frame()) {
        seen_in = engine::frame();
        @enemies = entity::find_by_tag("enemy");
        grid.fill(component::get_positions(enemies));
    }
}

bool alive(int i) {
    return enemies[i].is_valid();
}

// The rotation about the vertical that turns forward (+z) to (dx, dz), a vector of length 1. By half-angles, which
// need a square root only.
Quat facing(double dx, double dz) {
    if (dz < -0.999999) {
        return Quat(0, 1, 0, 0);
    }
    double w = sqrt((1 + dz) / 2);
    return Quat(0, dx / (2 * w), 0, w);
}

void shoot(const Vec3 &in from, const Vec3 &in direction, Data@ data) {
    Entity missile = entity::create();
    missile.add("Transform", dictionary = { { "translation", from + direction * FORWARD_STEP } });
    double speed = data["missile"]["speed"], range = data["range"];
    Data@ load = missile.data();
    load["velocity"] = direction * speed;
    load["damage"] = data["damage"];
    load["splash"] = data["missile"]["splash"];
    load["left"] = range * MARGIN;
    missile.attach("scripts/missile");
    combat::count("shots");
}

void swing(const Vec3 &in place, Data@ data) {
    double damage = data["damage"];
    for (Point@ point = grid.near(place.x, place.z, data["range"]); point !is null; @point = point.next) {
        if (alive(point.number)) {
            combat::hurt(enemies[point.number], damage);
        }
    }
}

void on_start(Entity hero) {
    Data@ data = hero.data();
    data["hp"] = data["full"];
    data["wait"] = 0.0;
    data["home"] = hero.get_position();
}

void update(Entity hero, double dt) {
    if (!hero.has_tag("hero")) {
        return; // down, until a wave raises him
    }
    survey();

    Data@ data = hero.data();
    Transform@ transform = component::transform(hero);
    Vec3 place = transform.translation;
    double hp = data["hp"], full = data["full"], regrowth = data["regrowth"];
    data["hp"] = min(hp + regrowth * dt, full);
    data["wait"] -= dt;

    double range = data["range"];
    bool shoots = !data["missile"].isNull();
    Vec3 home = data["home"];
    Vec3 step = home - place;
    Point@ target = grid.nearest(place.x, place.z, range, alive);
    if (target !is null && target.squared > 0) {
        double distance = sqrt(target.squared);
        Vec3 direction = (Vec3(target.x, 0, target.z) - place) / distance;
        transform.rotation = facing(direction.x, direction.z);
        double wait = data["wait"];
        if (wait <= 0) {
            data["wait"] = data["pause"];
            if (shoots) {
                shoot(place, direction, data);
            } else {
                swing(place, data);
            }
        }
        // Archers give ground: away from the enemy, and a little to the side, or they end at the wall.
        if (shoots && distance < 0.35 * range) {
            step = direction.cross(Vec3::Y) * 3 - direction * 5;
        }
    }

    // At most as far as a hero can run in this frame, and never off the field.
    double length = step.length();
    if (length > 0.01) {
        double speed = data["speed"];
        Vec3 goal = place + step * (min(speed * dt, length) / length);
        double from_center = goal.length();
        if (from_center > reach) {
            goal *= reach / from_center;
        }
        transform.translation = goal;
    }
}

void on_stop(Entity hero) {
    Data@ data = hero.data();
    double hp = data["hp"], full = data["full"];
    engine::log(hero.name() + ": " + round(max(hp, 0.0)) + " of " + round(full) + " hit points left", "debug");
}
