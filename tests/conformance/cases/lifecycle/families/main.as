// frames: 4
Entity tank;

void on_start() {
    tank = entity::create();
    tank.set_name("tank");
    tank.attach("part.as");
    Entity gun = entity::create();
    gun.set_name("gun");
    gun.set_parent(tank);
    gun.attach("part.as");
}

void update() {
    if (engine::frame() == 1) {
        // The copies begin in the next frame.
        tank.clone(true).set_name("copy");
        print("copied");
    }
    else if (engine::frame() == 3) {
        tank.destroy();
        print("destroyed");
    }
}
