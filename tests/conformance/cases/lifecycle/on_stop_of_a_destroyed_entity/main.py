# frames: 3
grunt = None


def on_start():
    global grunt
    grunt = entity.create()
    grunt.set_name("grunt")
    grunt.attach("grunt.py")


def update(dt):
    if engine.frame() == 2:
        print("destroying")
        grunt.destroy()
        print("destroyed")
