-- The components of this game: what the engine's own, such as Transform, do not say of an entity.
--
-- They are kept by the engine, so templates give them to entities, queries find them, and columns work on one field of
-- all of them at once. A default shows the type of its field.

component.define("Health", {
    now = 0.0,
    full = { default = 0.0, doc = "What it grows back to." },
    regrowth = { default = 0.0, doc = "Hit points a second." },
}, "Who has it can be hurt.")

component.define("Enemy", {
    speed = { default = 0.0, doc = "Metres a second." },
    radius = { default = 0.5, doc = "How wide the body is, metres." },
    damage = { default = 0.0, doc = "Hit points a bite." },
    pause = { default = 1.0, doc = "Seconds between bites." },
    wait = { default = 0.0, doc = "Seconds until it can bite again." },
    push = { default = Vec3.ZERO, doc = "Where the crowd around it pushes it, metres a second." },
})

component.define("Hero", {
    speed = { default = 0.0, doc = "Metres a second." },
    radius = { default = 0.5, doc = "How wide the body is, metres." },
    range = { default = 0.0, doc = "How far the hero strikes, metres." },
    damage = { default = 0.0, doc = "Hit points a strike." },
    pause = { default = 1.0, doc = "Seconds between strikes." },
    wait = { default = 0.0, doc = "Seconds until the next strike." },
    home = { default = Vec3.ZERO, doc = "Where the hero stands when nothing is near." },
    missile_speed = { default = 0.0, doc = "How fast the hero's missiles fly, metres a second." },
    splash = { default = 0.0, doc = "How far they burst, metres; 0 if they hit one enemy only." },
    shield = { default = 0.0, doc = "The share of the harm from in front that it keeps off." },
})

component.define("Missile", {
    velocity = { default = Vec3.ZERO, doc = "Metres a second." },
    damage = 0.0,
    splash = 0.0,
    left = { default = 0.0, doc = "Metres that it still flies; none when it is spent." },
})

component.define("Fallen", {
    since = { default = 0.0, doc = "The time of the game when it happened, seconds." },
}, "A hero who is down, until a wave raises him.")

component.define("Mirror", {
    lasts = { default = 0.0, doc = "How long an image stays, seconds." },
    pause = { default = 0.0, doc = "Seconds from image to image." },
    ready = { default = 0.0, doc = "The time of the game when there can be another." },
}, "Who has it leaves an image of itself when it is hurt.")

component.define("Image", {
    left = { default = 0.0, doc = "Seconds until it vanishes." },
}, "A mirror image of a hero: it fights, and is nobody.")

component.define("Mender", {
    power = { default = 0.0, doc = "Hit points a second." },
    reach = { default = 0.0, doc = "Metres." },
    patient = { type = "Entity", doc = "Who is mended now; one that does not exist if nobody is." },
}, "Who has it mends wounded heroes.")
