# frames: 3
grunts = []


def on_start():
    for _ in range(3):
        grunt = entity.create()
        grunt.attach("grunt.py")
        grunts.append(grunt)


def update(dt):
    if engine.frame() == 2:
        grunts[1].destroy()
