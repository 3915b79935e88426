// The shepherd: walks along his flock, and his dog drives off the wolf.

const double SPEED = 2.5;       // metres a second
const double END = 18.0;        // metres; there he stops
const double SCENT = 6.0;       // metres around him

void update(Entity shepherd, double dt) {
    Transform@ transform = component::transform(shepherd);
    // One number of a vector can be written by itself. The dog comes along: it is his child.
    transform.translation.x = min(transform.translation.x + SPEED * dt, END);
    array<Entity>@ near = entity::find_in_radius(transform.translation, SCENT);
    for (uint i = 0; i < near.length(); i++) {
        if (near[i].has_tag("wolf")) {
            // The meadow will notice.
            component::animal(near[i]).health = 0;
        }
    }
}
