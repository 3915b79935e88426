// A champion: an enemy that is larger than the others, and around which they bite twice as often.
//
// scripts/waves attaches this to one of them. Nothing else needs to know who it is.

Query@ horde = query::create(array<string> = { "Enemy", "Transform" });

const double MORE_HEALTH = 600.0;
const Vec3 SIZE(1.8, 1.8, 1.8);
const double CALL = 9.0;            // how far it is heard, metres

void on_start(Entity champion) {
    component::health(champion).now += MORE_HEALTH;
    component::transform(champion).scale = SIZE;
    engine::log(champion.name() + " leads them", "warn");
}

void update(Entity champion, double dt) {
    Column@ way = horde.column("Transform.translation").copy();
    way.sub(champion.get_position());
    horde.column("Enemy.wait").sub(dt, way.length().less_equal(CALL));
}

void on_stop(Entity champion) {
    if (component::health(champion).now <= 0) {
        engine::log(champion.name() + " is slain");
    }
}
