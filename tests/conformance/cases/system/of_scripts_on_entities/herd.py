herd = 0

# The body runs once for all entities of a script.
system.register("count", lambda dt: print("count", herd, sep="\t"))


def on_start(me):
    global herd
    # This runs for each entity, and a name is there once: the second fails, and rests.
    herd += 1
    system.register("each", lambda dt: print("each", herd, sep="\t"))


def update(me, dt):
    print("update")
