// The banners: each hero carries one, the higher the more health is left.
//
// Only those whose health was written since the last frame are looked at. Whoever wrote it needs to know nothing of
// banners.

const double LOW = 0.3, HIGH = 2.2;     // metres above the ground

void hoist() {
    array<Entity>@ changed = component::find_changed("Health");
    for (uint i = 0; i < changed.length(); i++) {
        if (changed[i].has_tag("hero")) {
            Health@ health = component::health(changed[i]);
            double height = LOW + (HIGH - LOW) * max(health.now, 0.0) / health.full;
            array<Entity>@ carried = changed[i].children();
            for (uint k = 0; k < carried.length(); k++) {
                if (carried[k].name() == "Banner") {
                    carried[k].set_position(Vec3(0, height, 0));
                }
            }
        }
    }
}

void main() {
    system::register("banners.hoist", hoist, phase: "post_update", priority: 5);
}
