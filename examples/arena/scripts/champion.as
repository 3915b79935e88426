// A champion: an enemy that is larger than the others, and around which they bite twice as often.
//
// scripts/waves attaches this to one of them. Nothing else needs to know who it is.

array<string> components = { "Enemy", "Transform" };
Query@ horde = query::create(components);
Query@ champions = query::create(components, tag: "champion");

const double MORE_HEALTH = 600.0;
const Vec3 SIZE(1.8, 1.8, 1.8);
const double CALL = 9.0;            // how far it is heard, metres
const double CALLS = 4;             // how often it calls, times a second

void on_start(Entity champion) {
    champion.add_tag("champion");
    component::health(champion).now += MORE_HEALTH;
    component::transform(champion).scale = SIZE;
    engine::log(champion.name() + " leads them", "warn");
}

double since_call = 0;

void hurry(Entity champion, Enemy@ enemy, Transform@ transform) {
    Column@ way = horde.column("Transform.translation").copy();
    way.sub(transform.translation);
    horde.column("Enemy.wait").sub(since_call, way.length().less_equal(CALL));
}

void call(double dt) {
    since_call = dt;
    champions.each(hurry);
}

void on_stop(Entity champion) {
    if (component::health(champion).now <= 0) {
        engine::log(champion.name() + " is slain");
    }
}

void main() {
    // One system for all champions, registered when the first of them comes.
    system::register("champion.call", call, rate: CALLS);
}
