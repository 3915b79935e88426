// The horde: every enemy runs for the nearest hero, bites when it is there, and is pushed by the crowd around it.
//
// There are hundreds of them, so what can be done for all at once is not done for one after the other: a column is one
// field of all of them, and each line below is one step for the whole horde, at the same cost in every language.

#include "lib/combat"

Query@ horde = query::create(array<string> = { "Enemy", "Transform" });
Query@ standing = query::create(array<string> = { "Hero", "Health", "Transform" }, array<string> = { "Fallen" });
const double reach = engine::setting("field.radius");

const double BITE = 0.1;            // how near an enemy must be to bite, metres
const double CELL = 2.0;            // the crowd is counted in squares of this side, metres
const double PRESSURE = 0.5;        // how much each other one in a square pushes, 1/s
const double HARDEST_PUSH = 3.0;    // metres a second

void run(double dt) {
    Column@ place = horde.column("Transform.translation");
    Column@ wait = horde.column("Enemy.wait");
    wait.sub(dt);

    // For each enemy: the way from the nearest hero to it, and the gap between the two. With no hero left they run for
    // the middle.
    array<Entity>@ heroes = standing.entities();
    Column@ way = place.copy();
    Column@ gap = place.length();
    Column@ prey = gap.copy();              // which of the heroes it is, by number
    gap.set(INFINITY);
    for (uint number = 0; number < heroes.length(); number++) {
        Column@ way_from_hero = place.copy();
        way_from_hero.sub(component::transform(heroes[number]).translation);
        Column@ gap_to_hero = way_from_hero.length();
        gap_to_hero.sub(component::hero(heroes[number]).radius);
        Column@ is_nearer = gap_to_hero.less(gap);
        way.set(way_from_hero, is_nearer);
        gap.set(gap_to_hero, is_nearer);
        prey.set(number, is_nearer);
    }
    gap.sub(horde.column("Enemy.radius"));

    // Who is there bites, if it is not still chewing.
    Column@ is_there = gap.less_equal(BITE);
    Column@ bites = is_there.both(wait.less_equal(0));
    Column@ damage = horde.column("Enemy.damage");
    for (uint number = 0; number < heroes.length(); number++) {
        double harm = damage.sum(bites.both(prey.equal(number)));
        if (harm > 0) {
            combat::hurt(heroes[number], harm);
        }
    }
    wait.set(horde.column("Enemy.pause"), bites);

    // The others run: as far as they can in this frame, but not into the hero.
    Column@ stride = horde.column("Enemy.speed").copy();
    stride.scale(dt);
    stride.set(gap, gap.less(stride));
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

// A square of the field, as the crowd sees it: how many are in it, and the sums of their x and z.
final class Square {
    int count = 0;
    double sum_x = 0;
    double sum_z = 0;
}

bool is_aside = false;

// Pushes enemies apart: each away from the middle of those that share a square with it, the more the more they are.
//
// That is about each one's neighbours, which no column knows, so it is a loop in this script. A crowd is slow: ten
// times a second is enough, and in between the horde moves on with the push it has. The squares lie half a square
// aside every other time, so that those on both sides of an edge meet too.
void press() {
    is_aside = !is_aside;
    const int across = int(2 * reach / CELL) + 3;
    double offset = across / 2 + (is_aside ? 0.5 : 0.0);    // so that no square has a negative number
    array<Value>@ xs = horde.column("Transform.translation.x").to_list();
    array<Value>@ zs = horde.column("Transform.translation.z").to_list();

    array<Square@> squares(across * across);
    array<Square@> around(xs.length());
    for (uint i = 0; i < xs.length(); i++) {
        double x = xs[i], z = zs[i];
        int cell = int(x / CELL + offset) * across + int(z / CELL + offset);
        if (squares[cell] is null) {
            @squares[cell] = Square();
        }
        Square@ square = squares[cell];
        square.count++;
        square.sum_x += x;
        square.sum_z += z;
        @around[i] = square;
    }

    array<double> pushes_x(xs.length()), pushes_z(xs.length());
    for (uint i = 0; i < xs.length(); i++) {
        Square@ square = around[i];
        double x = xs[i], z = zs[i];
        double strength = PRESSURE * (square.count - 1);
        pushes_x[i] = (x - square.sum_x / square.count) * strength;
        pushes_z[i] = (z - square.sum_z / square.count) * strength;
    }
    horde.column("Enemy.push.x").set_list(pushes_x);
    horde.column("Enemy.push.z").set_list(pushes_z);
    horde.column("Enemy.push").clamp(-HARDEST_PUSH, HARDEST_PUSH);
}

void main() {
    // In a phase, the greater priority comes first.
    system::register("horde.press", press, "update", 30, 10);
    system::register("horde.run", run, "update", 20);
}
