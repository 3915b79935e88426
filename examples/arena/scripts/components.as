// The components of this game: what the engine's own, such as Transform, do not say of an entity.
//
// They are kept by the engine, so templates give them to entities, queries find them, and columns work on one field of
// all of them at once. A default shows the type of its field. To the scripts that are compiled after this one, each of
// them is a type: `Hero@ me = component::hero(entity)`.

dictionary field(const Value &in initial, const string &in doc) {
    return dictionary = { { "default", initial }, { "doc", doc } };
}

void main() {
    component::define("Health", dictionary = {
        { "now", 0.0 },
        { "full", field(0.0, "What it grows back to.") },
        { "regrowth", field(0.0, "Hit points a second.") }
    }, "Who has it can be hurt.");

    component::define("Enemy", dictionary = {
        { "speed", field(0.0, "Metres a second.") },
        { "radius", field(0.5, "How wide the body is, metres.") },
        { "damage", field(0.0, "Hit points a bite.") },
        { "pause", field(1.0, "Seconds between bites.") },
        { "wait", field(0.0, "Seconds until it can bite again.") },
        { "push", field(Vec3::ZERO, "Where the crowd around it pushes it, metres a second.") }
    });

    component::define("Hero", dictionary = {
        { "speed", field(0.0, "Metres a second.") },
        { "radius", field(0.5, "How wide the body is, metres.") },
        { "range", field(0.0, "How far the hero strikes, metres.") },
        { "damage", field(0.0, "Hit points a strike.") },
        { "pause", field(1.0, "Seconds between strikes.") },
        { "wait", field(0.0, "Seconds until the next strike.") },
        { "home", field(Vec3::ZERO, "Where the hero stands when nothing is near.") },
        { "missile_speed", field(0.0, "How fast the hero's missiles fly, metres a second.") },
        { "splash", field(0.0, "How far they burst, metres; 0 if they hit one enemy only.") },
        { "shield", field(0.0, "The share of the harm from in front that it keeps off.") }
    });

    component::define("Missile", dictionary = {
        { "velocity", field(Vec3::ZERO, "Metres a second.") },
        { "damage", 0.0 },
        { "splash", 0.0 },
        { "left", field(0.0, "Metres that it still flies; none when it is spent.") }
    });

    component::define("Fallen", dictionary = {
        { "since", field(0.0, "The time of the game when it happened, seconds.") }
    }, "A hero who is down, until a wave raises him.");

    component::define("Mirror", dictionary = {
        { "lasts", field(0.0, "How long an image stays, seconds.") },
        { "pause", field(0.0, "Seconds from image to image.") },
        { "ready", field(0.0, "The time of the game when there can be another.") }
    }, "Who has it leaves an image of itself when it is hurt.");

    component::define("Image", dictionary = {
        { "left", field(0.0, "Seconds until it vanishes.") }
    }, "A mirror image of a hero: it fights, and is nobody.");

    component::define("Mender", dictionary = {
        { "power", field(0.0, "Hit points a second.") },
        { "reach", field(0.0, "Metres.") },
        { "patient", dictionary = {
            { "type", "Entity" }, { "doc", "Who is mended now; one that does not exist if nobody is." }
        } }
    }, "Who has it mends wounded heroes.");
}
