# frames: 3
# A call-back may be replaced while the game runs.
def update(dt):
    global update
    print("first")
    update = lambda dt: print("second")
