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

// A hero as the horde sees him, and the next one. Following handles costs less than looking into an array.
final class Prey {
    Entity hero;
    double x;
    double z;
    double radius;
    bool down = false;
    Prey@ next;

    Prey(const Entity &in hero, const Vec3 &in place, Prey@ next) {
        this.hero = hero;
        x = place.x;
        z = place.z;
        radius = hero.data()["radius"];
        @this.next = next;
    }
}

Prey@ all_prey() {
    array<Entity>@ heroes = entity::find_by_tag("hero");
    array<Vec3>@ places = component::get_positions(heroes);
    Prey@ first = null;
    for (int i = int(heroes.length()) - 1; i >= 0; i--) {
        @first = Prey(heroes[i], places[i], first);
    }
    return first;
}

// The one that is nearest to (x, z); null if all are down.
Prey@ nearest(Prey@ first, double x, double z) {
    Prey@ best = null;
    double best_squared = INFINITY;
    for (Prey@ prey = first; prey !is null; @prey = prey.next) {
        double dx = prey.x - x, dz = prey.z - z;
        double squared = dx * dx + dz * dz;
        if (squared < best_squared && !prey.down) {
            @best = prey;
            best_squared = squared;
        }
    }
    return best;
}

void update_all(array<Entity>@ enemies, double dt) {
    Prey@ heroes = all_prey();
    array<Vec3>@ positions = component::get_positions(enemies);
    grid.fill(positions);

    // All are looked at before any is moved, so that it does not matter who comes first.
    uint count = enemies.length();
    array<Kind@> kind_of(count);
    array<Data@> waits(count);      // places in their data: what is assigned to one is written there
    for (uint i = 0; i < count; i++) {
        Data@ data = enemies[i].data();
        Kind@ kind = kinds::named(data["kind"]);
        @kind_of[i] = kind;
        @waits[i] = data["wait"];
        grid.points[i].radius = kind.radius;
    }

    for (uint i = 0; i < count; i++) {
        Point@ point = grid.points[i];
        Kind@ kind = kind_of[i];
        Data@ place = waits[i];
        double x = point.x, z = point.z, size = point.radius;
        double step_x = 0, step_z = 0;

        double wait = place;
        wait = wait > dt ? wait - dt : 0.0;
        Prey@ prey = nearest(heroes, x, z);
        if (prey !is null) {
            double dx = prey.x - x, dz = prey.z - z;
            double distance = sqrt(dx * dx + dz * dz);
            double gap = distance - size - prey.radius;
            if (gap > 0.1) {
                double stride = min(kind.speed * dt, gap) / distance;
                step_x = dx * stride;
                step_z = dz * stride;
            } else if (wait <= 0) {
                // It bites, if it is not still chewing. If the hero falls, it looks for another in the next frame, and
                // so do all who come after it now.
                wait = kind.pause;
                prey.down = combat::hurt(prey.hero, kind.damage);
            }
        }
        place = wait;

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
