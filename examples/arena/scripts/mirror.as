// The mirror: a mage who is hurt leaves an image in her place. It fights as she does, draws the horde to itself, and
// vanishes after some seconds.

Query@ images = query::create(array<string> = { "Image" });

void update(Entity mage, double dt) {
    // This is asked in every frame and is false in most: then there is nothing to look at.
    if (!mage.changed("Health")) {
        return;
    }
    Health@ health = component::health(mage);
    Mirror@ mirror = component::mirror(mage);
    double time = engine::total_time();
    if (health.now <= 0 || health.now >= health.full || time < mirror.ready) {
        return;
    }
    mirror.ready = time + mirror.pause;

    // A copy has all that the mage has, her scripts too: without this one, or it would leave images itself.
    Entity image = mage.clone();
    image.detach("scripts/mirror");
    image.set_name("the image of " + mage.name());
    image.add("Image", dictionary = { { "left", mirror.lasts } });
    image.set("Hero", dictionary = { { "home", mage.get_position() } });
    engine::log(mage.name() + " leaves an image", "debug");
}

void fade(double dt) {
    if (images.is_empty()) {
        return;
    }
    Column@ left = images.column("Image.left");
    left.sub(dt);
    entity::destroy_many(left.entities(left.less_equal(0)));
}

void main() {
    system::register("mirror.fade", fade, phase: "post_update");
}
