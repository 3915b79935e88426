// The horde: every enemy runs for the nearest hero, keeps off its neighbours, and bites when it is there.
//
// There are hundreds of them, so this script defines update_all: one call a frame for all its entities instead of one
// each. Positions are read and written in one go; in between, the numbers are the script's own.

#include "lib/grid"
#include "lib/combat"
#include "lib/kinds"

const double reach = engine::setting("field.radius");
Grid grid(reach, engine::setting("field.cell"));

// How much of an overlap is undone in one frame. Less than all of it, or a crowd trembles.
const double YIELD = 0.4;

// A hero as the horde sees him.
final class Prey {
    Entity hero;
    double x;
    double z;
    double radius;

    Prey(const Entity &in hero, const Vec3 &in place) {
        this.hero = hero;
        x = place.x;
        z = place.z;
        radius = hero.data()["radius"];
    }
}

array<Prey@>@ all_prey() {
    array<Entity>@ heroes = entity::find_by_tag("hero");
    array<Vec3>@ places = component::get_positions(heroes);
    array<Prey@> all;
    for (uint i = 0; i < heroes.length(); i++) {
        all.insertLast(Prey(heroes[i], places[i]));
    }
    return all;
}

// The place in the list of the one that is nearest to (x, z); -1 if there is none.
int nearest(array<Prey@>@ all, double x, double z) {
    int best = -1;
    double best_squared = INFINITY;
    uint count = all.length();
    for (uint i = 0; i < count; i++) {
        Prey@ prey = all[i];
        double dx = prey.x - x, dz = prey.z - z;
        double squared = dx * dx + dz * dz;
        if (squared < best_squared) {
            best = i;
            best_squared = squared;
        }
    }
    return best;
}

void update_all(array<Entity>@ enemies, double dt) {
    array<Prey@>@ all = all_prey();
    array<Vec3>@ positions = component::get_positions(enemies);
    grid.fill(positions);

    // All are looked at before any is moved, so that it does not matter who comes first.
    array<Data@> datas;
    array<Kind@> kind_of;
    for (uint i = 0; i < enemies.length(); i++) {
        Data@ data = enemies[i].data();
        Kind@ kind = kinds::named(data["kind"]);
        datas.insertLast(data);
        kind_of.insertLast(kind);
        grid.points[i].radius = kind.radius;
    }

    for (uint i = 0; i < enemies.length(); i++) {
        Point@ point = grid.points[i];
        Kind@ kind = kind_of[i];
        double x = point.x, z = point.z, size = point.radius;
        double step_x = 0, step_z = 0;

        double wait = datas[i]["wait"];
        wait = max(wait - dt, 0.0);
        int hunted = nearest(all, x, z);
        if (hunted >= 0) {
            Prey@ prey = all[hunted];
            double dx = prey.x - x, dz = prey.z - z;
            double distance = sqrt(dx * dx + dz * dz);
            double gap = distance - size - prey.radius;
            if (gap > 0.1) {
                double stride = min(kind.speed * dt, gap) / distance;
                step_x = dx * stride;
                step_z = dz * stride;
            } else if (wait <= 0) {
                // It bites, if it is not still chewing.
                wait = kind.pause;
                if (combat::hurt(prey.hero, kind.damage)) {
                    // It looks for another hero in the next frame, and so do all who come after it now.
                    all.removeAt(hunted);
                }
            }
        }
        datas[i]["wait"] = wait;

        // Collisions: away from everyone who overlaps, the more the deeper.
        for (Point@ other = grid.near(x, z, size + kinds::widest); other !is null; @other = other.next) {
            double touch = size + other.radius;
            if (other !is point && other.squared < touch * touch && other.squared > 0) {
                double apart = sqrt(other.squared);
                double push = YIELD * (touch - apart) / apart;
                step_x -= (other.x - x) * push;
                step_z -= (other.z - z) * push;
            }
        }

        // Nobody leaves the field.
        x += step_x;
        z += step_z;
        double squared = x * x + z * z;
        if (squared > reach * reach) {
            double back = reach / sqrt(squared);
            x *= back;
            z *= back;
        }
        positions[i] = Vec3(x, 0, z);
    }

    component::set_positions(enemies, positions);
}
