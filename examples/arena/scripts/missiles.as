// Arrows and fireballs: straight on until they meet an enemy or have flown far enough.
//
// What one is says its component Missile, which the hero who shot it has set.

#include "lib/combat"

Query@ missiles = query::create(array<string> = { "Missile", "Transform" });
Query@ horde = query::create(array<string> = { "Enemy", "Transform" });
const double reach = engine::setting("field.radius");

const double WIDEST = 1.0;          // no enemy's radius is larger, metres

// The nearest enemy whose body covers the place; an entity that does not exist if there is none. Banners, heroes and
// missiles are near, too.
Entity enemy_at(const Vec3 &in place) {
    array<Entity>@ found = entity::find_in_radius(place, WIDEST);
    for (uint i = 0; i < found.length(); i++) {
        if (horde.contains(found[i])) {
            Vec3 way = component::transform(found[i]).translation - place;
            if (way.length() <= component::enemy(found[i]).radius) {
                return found[i];
            }
        }
    }
    return Entity();
}

void strike(Entity entity, Missile@ missile, Transform@ transform) {
    Vec3 place = transform.translation;
    Entity enemy = enemy_at(place);
    if (!enemy.is_valid()) {
        return;
    }
    if (missile.splash > 0) {
        combat::hurt_around(place, missile.splash, missile.damage);
    } else {
        combat::hurt(enemy, missile.damage);
    }
    missile.left = 0;
    event::emit("hit");
}

// They fly all at once, by columns; where each of them is then, is looked at one by one.
void fly(double dt) {
    Column@ velocity = missiles.column("Missile.velocity");
    missiles.column("Transform.translation").add_scaled(velocity, dt);
    missiles.column("Missile.left").add_scaled(velocity.length(), -dt);
    missiles.each(strike);
}

// When all have done what they do in a frame, those that are spent or off the field are taken away.
void clear_away() {
    Column@ is_spent = missiles.column("Missile.left").less_equal(0);
    Column@ is_off = missiles.column("Transform.translation").length().greater(reach);
    entity::destroy_many(is_spent.entities(is_spent.either(is_off)));
}

void main() {
    system::register("missiles.fly", fly, priority: 10);
    system::register("missiles.clear_away", clear_away, phase: "post_update");
}
