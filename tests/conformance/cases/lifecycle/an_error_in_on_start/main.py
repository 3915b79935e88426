# frames: 3
def on_start():
    entity.create().attach("grunt.py")


def update(dt):
    print("main goes on")
