// A hero: strikes at the nearest enemy, keeps a distance if it is an archer, and walks home when no one is near.
//
// There are six heroes, so one call of update for each is no matter. Their numbers are in the component Hero, which
// templates/ gave them, so one script serves the knight and the archer.

#include "lib/combat"

Query@ horde = query::create(array<string> = { "Enemy", "Transform" });
const double reach = engine::setting("field.radius");

const double FORWARD_STEP = 0.8;    // how far before a hero his missile starts, metres
const double MARGIN = 1.25;         // a missile flies this much farther than its hero sees

// The nearest enemy and its distance; false if there is none. The distances to all of them are one column.
bool nearest_enemy(const Vec3 &in place, Entity &out enemy, double &out distance) {
    Column@ way = horde.column("Transform.translation").copy();
    way.sub(place);
    Column@ distances = way.length();
    Value nearest = distances.argmin();
    if (nearest.isNull()) {
        return false;
    }
    enemy = nearest;
    distance = distances.min();
    return true;
}

// The rotation about the vertical that turns forward (+z) to a direction. By half-angles, which need a square root
// only, and so give the same numbers on every machine.
Quat facing(const Vec3 &in direction) {
    double x = direction.x, z = direction.z;    // those of a vector are floats of 32 bits
    if (z < -0.999999) {
        return Quat(0, 1, 0, 0);
    }
    double w = sqrt((1 + z) / 2);
    return Quat(0, x / (2 * w), 0, w);
}

void shoot(const Vec3 &in place, const Vec3 &in direction, Hero@ me) {
    Entity missile = entity::create();
    missile.add("Transform", dictionary = { { "translation", place + direction * FORWARD_STEP } });
    missile.add("Missile", dictionary = {
        { "velocity", direction * me.missile_speed },
        { "damage", me.damage },
        { "splash", me.splash },
        { "left", me.range * MARGIN }
    });
    event::emit("shot");
}

void update(Entity hero, double dt) {
    if (hero.has("Fallen")) {
        return;
    }
    Hero@ me = component::hero(hero);
    Transform@ transform = component::transform(hero);
    bool is_archer = hero.has_tag("archer");
    Vec3 place = transform.translation;
    me.wait -= dt;

    bool is_rallied = input::is_pressed("rally");
    Vec3 step = is_rallied ? -place : me.home - place;
    Entity enemy;
    double distance;
    if (nearest_enemy(place, enemy, distance) && distance > 0 && distance <= me.range) {
        Vec3 direction = (component::transform(enemy).translation - place) / distance;
        transform.rotation = facing(direction);
        if (me.wait <= 0) {
            me.wait = me.pause;
            if (is_archer) {
                shoot(place, direction, me);
            } else {
                combat::hurt_around(place, me.range, me.damage);
            }
        }
        // Archers give ground: away from the enemy, and a little to the side, or they end at the wall.
        if (is_archer && !is_rallied && distance < 0.35 * me.range) {
            step = direction.cross(Vec3::Y) * 3 - direction * 5;
        }
    }

    // At most as far as a hero can run in this frame, and never off the field.
    double length = step.length();
    if (length > 0.01) {
        Vec3 goal = place + step * (min(me.speed * dt, length) / length);
        double from_center = goal.length();
        if (from_center > reach) {
            goal *= reach / from_center;
        }
        transform.translation = goal;
    }
}

void on_stop(Entity hero) {
    if (hero.has("Image")) {
        return;
    }
    Value health = hero.get("Health");
    double now = health["now"], full = health["full"];
    engine::log(hero.name() + ": " + round(max(now, 0.0)) + " of " + round(full) + " hit points left", "debug");
}
