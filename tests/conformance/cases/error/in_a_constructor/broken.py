import check


class Hero:
    def __init__(self):
        entity.name(check.dead())


hero = Hero()


def on_start(e):
    print("never called")
