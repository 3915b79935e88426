# frames: 9
import check


def update(dt):
    check.show(input.value("walk"), input.is_pressed("walk"), input.value("look"), input.is_pressed("look"))
