# frames: 2
def on_start():
    for _ in range(2):
        entity.create().attach("grunt.py")


def on_stop():
    print("main stops")
