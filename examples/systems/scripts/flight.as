// How the rocket flies: a system for each force, and one that moves it. A system knows nothing of the others; which of
// them work at what time is the mission's affair.

const double THRUST = 25.0;     // metres per second, each second
const double GRAVITY = 9.81;    // likewise
const double DRAG = 0.15;       // of the parachute: it holds about 8 metres a second

const Entity rocket = entity::find_by_name("Rocket");

void burn(double dt) {
    Data@ data = rocket.data();
    data["fuel"] -= dt;
    data["velocity"] += THRUST * dt;
}

void fall(double dt) {
    rocket.data()["velocity"] -= GRAVITY * dt;
}

void brake(double dt) {
    double velocity = rocket.data()["velocity"];
    rocket.data()["velocity"] -= DRAG * velocity * abs(velocity) * dt;
}

void move(double dt) {
    double velocity = rocket.data()["velocity"];
    Transform@ transform = component::transform(rocket);
    transform.translation.y = max(transform.translation.y + velocity * dt, 0);
}

// Registered here and not in `on_start`, they go on with the new code when this file changes while the game runs.
// The greater the priority, the earlier in the frame: first the forces, then the movement that follows from them.
void main() {
    system::register("burn", burn, priority: 20);
    system::register("fall", fall, priority: 10);
    system::register("brake", brake, priority: 10);
    system::register("move", move);
}
