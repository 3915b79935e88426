// Arrows and fireballs: straight on until they meet an enemy or have gone far enough.
//
// What one is comes with its data, set by the hero who shot it: `velocity`, `damage`, `splash` (the radius in which it
// hurts everyone; 0 for a single enemy) and `left`, the metres it can still fly.

#include "lib/grid"
#include "lib/combat"
#include "lib/kinds"

Grid grid(engine::setting("field.radius"), engine::setting("field.cell"));

// The place in the list of the first enemy that is alive and whose body covers the place; -1 if there is none. Enemies
// die while we work: a handle to the dead is safe to ask.
int struck_by(array<Entity>@ enemies, const Vec3 &in place) {
    for (Point@ point = grid.near(place.x, place.z, kinds::widest); point !is null; @point = point.next) {
        Entity enemy = enemies[point.number];
        if (enemy.is_valid()) {
            double radius = kinds::named(enemy.data()["kind"]).radius;
            if (point.squared <= radius * radius) {
                return point.number;
            }
        }
    }
    return -1;
}

// Hurts all within `splash` of a place.
void burst(array<Entity>@ enemies, const Vec3 &in place, double splash, double damage) {
    for (Point@ point = grid.near(place.x, place.z, splash); point !is null; @point = point.next) {
        Entity enemy = enemies[point.number];
        if (enemy.is_valid()) {
            combat::hurt(enemy, damage);
        }
    }
}

void update_all(array<Entity>@ missiles, double dt) {
    array<Entity>@ enemies = entity::find_by_tag("enemy");
    grid.fill(component::get_positions(enemies));

    array<Vec3>@ positions = component::get_positions(missiles);
    array<Entity> spent, flying;
    array<Vec3> places;
    for (uint i = 0; i < missiles.length(); i++) {
        Data@ data = missiles[i].data();
        Vec3 velocity = data["velocity"];
        Vec3 step = velocity * dt;
        Vec3 place = positions[i] + step;
        double left = data["left"];
        left -= step.length();
        data["left"] = left;

        int struck = struck_by(enemies, place);
        if (struck >= 0) {
            combat::count("hits");
            double splash = data["splash"], damage = data["damage"];
            if (splash > 0) {
                burst(enemies, place, splash, damage);
            } else {
                combat::hurt(enemies[struck], damage);
            }
        }
        if (struck >= 0 || left <= 0) {
            spent.insertLast(missiles[i]);
        } else {
            flying.insertLast(missiles[i]);
            places.insertLast(place);
        }
    }

    component::set_positions(flying, places);
    entity::destroy_many(spent);
}
