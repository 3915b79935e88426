# A system belongs to the script, not to the entity: it goes on when that is gone.
def on_start(me):
    def live(dt):
        print("alive", "true" if me.is_valid() else "false", sep="\t")
        if me.is_valid():
            me.destroy()
        else:
            system.unregister("mayfly")

    system.register("mayfly", live)


def on_stop(me):
    print("stop")
