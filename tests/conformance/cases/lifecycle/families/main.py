# frames: 4
def on_start():
    global tank
    tank = entity.create()
    tank.set_name("tank")
    tank.attach("part.py")
    gun = entity.create()
    gun.set_name("gun")
    gun.set_parent(tank)
    gun.attach("part.py")


def update(dt):
    if engine.frame() == 1:
        # The copies begin in the next frame.
        tank.clone(True).set_name("copy")
        print("copied")
    elif engine.frame() == 3:
        tank.destroy()
        print("destroyed")
