// The standard: the heroes around it grow back twice as fast, and while one of them bears it, they strike before the
// horde does.
//
// When its bearer falls it lies on the ground, until the nearest hero who stands takes it up.

Query@ standing = query::create(
    array<string> = { "Hero", "Health", "Transform" }, without: array<string> = { "Fallen", "Image" }
);
const Entity standard = entity::find_by_name("Standard");

const double LOOKS = 4;             // times a second
const double NEAR = 7.0;            // how far it gives strength, metres
const Vec3 ABOVE(0, 2.8, 0);        // where it is when it is borne: its place counts from the bearer's then
const int BEFORE_HEROES = 110, AFTER_HEROES = 20;       // when in a frame the horde runs and bites

void take_up(const Entity &in bearer) {
    standard.set_parent(bearer);
    standard.set_position(ABOVE);
    system::set_priority("horde.run", AFTER_HEROES);
    engine::log(bearer.name() + " bears the standard");
}

void drop(const Entity &in bearer) {
    standard.set_parent(Value());
    standard.set_position(bearer.get_position());
    system::set_priority("horde.run", BEFORE_HEROES);
    engine::log("the standard lies on the ground", "warn");
}

void look(double dt) {
    Value parent = standard.parent();
    bool is_borne = !parent.isNull();
    if (is_borne && !standing.contains(parent)) {
        drop(parent);
        return;
    } else if (standing.is_empty()) {
        return;
    }
    Column@ way = standing.column("Transform.translation").copy();
    way.sub((is_borne ? Entity(parent) : standard).get_position());
    Column@ distance = way.length();

    Column@ now = standing.column("Health.now");
    Column@ is_hurt = now.less(standing.column("Health.full"));
    now.add_scaled(standing.column("Health.regrowth"), dt, is_hurt.both(distance.less_equal(NEAR)));
    if (!is_borne) {
        take_up(distance.argmin());
    }
}

void main() {
    // Just before scripts/health has all of them grow back, and sees to it that nobody has more than his full health.
    system::register("standard.look", look, priority: 1, rate: LOOKS);
}
