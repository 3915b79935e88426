// The horde: every enemy runs for the nearest hero, and bites when it is there. How they press each other is in crowd.
//
// There are hundreds of them, so what can be done for all at once is not done for one after the other: a column is one
// field of all of them, and each line below is one step for the whole horde, at the same cost in every language.

#include "lib/combat"

Query@ horde = query::create(array<string> = { "Enemy", "Transform" });
Query@ standing = query::create(
    array<string> = { "Hero", "Health", "Transform" }, without: array<string> = { "Fallen" }
);
const double reach = engine::setting("field.radius");

const double BITE = 0.1;            // how near an enemy must be to bite, metres
const double COVER = 0.5;           // a shield covers 60 degrees to each side: the cosine of that

// Takes what the biters do from a hero. A shield keeps a share of it off, if the biter is in front of it; `way` is that
// from the hero to each enemy.
void suffer(const Entity &in hero, Column@ way, Column@ damage, Column@ biters) {
    double harm = damage.sum(biters);
    if (harm <= 0) {
        return;
    }
    double shield = component::hero(hero).shield;
    if (shield > 0) {
        way.normalize();
        Column@ is_covered = way.dot(component::transform(hero).rotation * Vec3::Z).greater_equal(COVER);
        harm -= shield * double(damage.sum(biters.both(is_covered)));
    }
    combat::hurt(hero, harm);
}

void run(double dt) {
    Column@ place = horde.column("Transform.translation");
    Column@ wait = horde.column("Enemy.wait");
    wait.sub(dt);

    // For each enemy: the way from the nearest hero to it, and the gap between the two. Heroes who are equally near are
    // its prey both. With no hero left they run for the middle.
    array<Entity>@ heroes = standing.entities();
    Column@ hero_place = standing.column("Transform.translation"), hero_radius = standing.column("Hero.radius");
    Column@ way = place.copy(), gap = place.length();
    gap.set(INFINITY);
    const uint count = heroes.length();
    array<Column@> ways(count), gaps(count), is_prey(count);    // for each hero
    for (uint i = 0; i < count; i++) {
        @ways[i] = place.copy();
        ways[i].sub(hero_place.get(heroes[i]));
        @gaps[i] = ways[i].length();
        gaps[i].sub(hero_radius.get(heroes[i]));
        gap.minimum(gaps[i]);
    }
    for (uint i = 0; i < count; i++) {
        @is_prey[i] = gaps[i].equal(gap);
        way.set(ways[i], is_prey[i]);
    }
    gap.sub(horde.column("Enemy.radius"));

    // Who is there bites, if it is not still chewing. In most frames nobody does.
    Column@ is_there = gap.less_equal(BITE);
    Column@ bites = is_there.both(wait.less_equal(0));
    if (bites.count() > 0) {
        Column@ damage = horde.column("Enemy.damage");
        for (uint i = 0; i < count; i++) {
            suffer(heroes[i], ways[i], damage, bites.both(is_prey[i]));
        }
        wait.set(horde.column("Enemy.pause"), bites);
    }

    // The others run: as far as they can in this frame, but not into the hero.
    Column@ stride = horde.column("Enemy.speed").copy();
    stride.mul(dt);
    stride.minimum(gap);
    way.normalize();
    way.scale(stride);
    place.sub(way, is_there.inverse());
    place.add_scaled(horde.column("Enemy.push"), dt);

    // Nobody leaves the field.
    Column@ from_center = place.length();
    Column@ is_outside = from_center.greater(reach);
    place.div(from_center, is_outside);
    place.scale(reach, is_outside);
}

void main() {
    // In a phase, the greater priority comes first. Scripts of entities, such as those of heroes, have 100.
    system::register("horde.run", run, priority: 20);
}
