# frames: 6
import check


def update(dt):
    check.show(engine.frame(), input.is_pressed("jump"), input.just_pressed("jump"), input.just_released("jump"),
               input.value("jump"))
