// A thousand balls in a box. `update` works on all of them at once, in the engine, and looks at none by itself: so it
// costs a script hardly more than one ball would.

const Vec3 GRAVITY(0, -9.81, 0);
const double WALL = 10.0;       // metres from the middle
const double BOUNCE = -0.7;     // what is left of the speed, the other way round

Query@ balls;

void main() {
    dictionary fields = { { "value", "Vec3" } };
    component::define("Velocity", fields, "How fast something moves, in metres a second.");
    // Made once and asked in every frame: that is what makes it quick.
    @balls = query::create(array<string> = { "Transform", "Velocity" });
}

double between(double least, double most) {
    return least + (most - least) * engine::random();
}

void on_start() {
    entity::create_from_template("ball", engine::setting("balls"));
    // Where each row is to have a value of its own, a list sets them all in one call.
    array<Vec3> velocities(balls.count());
    for (uint i = 0; i < velocities.length(); i++) {
        double x = between(-6, 6), y = between(0, 15), z = between(-6, 6);
        velocities[i] = Vec3(x, y, z);
    }
    balls.column("Velocity.value").set_list(velocities);
}

// Sends back those that have gone beyond the walls along one axis, "x" or "z".
void bounce_off_walls(const string &in axis) {
    Column@ place = balls.column("Transform.translation." + axis);
    Column@ speed = balls.column("Velocity.value." + axis);
    // A mask: true in the rows of those that are outside. What is given a mask leaves all other rows alone.
    Column@ outside = place.less(-WALL).either(place.greater(WALL));
    speed.scale(BOUNCE, outside);
    place.clamp(-WALL, WALL);
}

void report(Column@ height, Column@ resting) {
    print(
        formatFloat(engine::total_time(), "", 4, 1) + " s  " + formatInt(height.len(), "", 4) + " balls, "
        + "the highest at " + formatFloat(height.max(), "", 4, 1) + " m, "
        + "the mean at " + formatFloat(height.mean(), "", 0, 2) + " m, "
        + formatInt(resting.count(), "", 3) + " come to rest"
    );
}

void update(double dt) {
    // Of no rows there is no greatest and no mean.
    if (balls.is_empty()) {
        return;
    }
    // A column is the field of the components itself. It is good for this call; the next frame asks for another.
    Column@ place = balls.column("Transform.translation"), velocity = balls.column("Velocity.value");
    velocity.add(GRAVITY * dt);
    place.add_scaled(velocity, dt);
    bounce_off_walls("x");
    bounce_off_walls("z");

    // One number of a vector is a column as well.
    Column@ height = balls.column("Transform.translation.y"), rise = balls.column("Velocity.value.y");
    Column@ below = height.less(0);
    height.set(0, below);
    rise.scale(BOUNCE, below);
    // The floor is rough.
    velocity.scale(0.8, below);

    if (engine::frame() % 60 == 59) {
        Column@ resting = velocity.length().less(0.5).both(height.less(0.05));
        report(height, resting);
        // From a mask back to entities. It comes last: where entities are destroyed, their columns end.
        entity::destroy_many(height.entities(resting));
    }
}
