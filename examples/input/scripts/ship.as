// The ship: steered by what the actions say now, and told when one of them fires.

const double speed = engine::setting("ship.speed");
const double turbo = engine::setting("ship.turbo");

// Functions here hold no variables of those around them, so the ship is remembered for `fire`.
Entity flown;

// Called at the beginning of the frame in which the action is pressed, let go, or changes its value.
void fire(const string &in event, double value) {
    if (event == "pressed") {
        Entity shot = entity::create();
        shot.add("Transform", dictionary = { { "translation", component::get_position(flown) } });
        shot.add_tag("shot");
        Data@ data = flown.data();
        data["shots"] = int64(data["shots"]) + 1;
    }
}

void on_start(Entity ship) {
    flown = ship;
    input::on_action("fire", fire);
}

void update(Entity ship, double dt) {
    double step = speed * dt;
    if (input::is_pressed("turbo")) {
        step *= turbo;
    }
    Vec3 way = Vec3(input::value("steer"), input::value("climb"), 0) * step;
    component::set_position(ship, Vec3(component::get_position(ship)) + way);
}
