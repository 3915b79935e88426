# frames: 3
def on_start():
    for i in range(1, 4):
        e = entity.create()
        e.data().number = i
        e.attach("grunt.py")
