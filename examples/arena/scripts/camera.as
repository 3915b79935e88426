// The camera: over the heroes who stand, and the higher the farther they are apart.
//
// `glotta run` has no window, and nobody looks through it. In a game that has one, this is all it needs.

Query@ standing = query::create(
    array<string> = { "Hero", "Transform" }, without: array<string> = { "Fallen" }
);

const Quat LOOKS_DOWN(-0.6, 0, 0, 0.8);     // 74 degrees
const Vec3 BEHIND(0, 0.96, 0.28);           // where the camera is, for each metre of distance
const double NEAREST = 18.0;                // metres
const double EASE = 2.0;                    // the share of the way that it goes, 1/s

void on_start(Entity camera) {
    camera.set_rotation(LOOKS_DOWN);
}

void update(Entity camera, double dt) {
    if (standing.is_empty()) {
        return;
    }
    Column@ place = standing.column("Transform.translation");
    Vec3 middle = place.mean();
    Column@ way = place.copy();
    way.sub(middle);
    Vec3 goal = middle + BEHIND * (NEAREST + double(way.length().max()));
    Vec3 here = camera.get_position();
    camera.set_position(here + (goal - here) * min(EASE * dt, 1.0));
}
