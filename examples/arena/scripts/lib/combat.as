// Hurting, for all who hurt. What has no health left ends in scripts/health.

namespace combat {

// Takes hit points from a hero or an enemy.
void hurt(const Entity &in victim, double damage) {
    component::health(victim).now -= damage;
}

// Takes hit points from all enemies within `radius` metres of a place.
void hurt_around(const Vec3 &in place, double radius, double damage) {
    array<Entity>@ found = entity::find_in_radius(place, radius);
    for (uint i = 0; i < found.length(); i++) {
        if (found[i].has("Enemy")) {
            hurt(found[i], damage);
        }
    }
}

}
