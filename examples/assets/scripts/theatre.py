"""The theatre: plays what its assets say."""

from glotta import asset, engine, script

# Files are asked for here and are there in a later frame: nothing waits for the disk.
prologue = asset.load("play/prologue.txt", "text")
cast = asset.load("play/cast.json", "data")
scenes = asset.load("play/scenes.toml", "data")
props = asset.load("play/props.toml", "data")
epilogue = asset.load("play/epilogue.txt", "text")
fool = None

curtain = None  # when it rose, in seconds of the game
lines = []  # what the scenes say: a copy, taken once
spoken = 0


def complain(what, error):
    """A file that is not there or not as it should be does not stop the game: what to do without it is ours.

    This is called once for each file, when it is there or has failed: with the reason, if it has.
    """
    if error:
        print(f"(without {asset.path(what)}: {error['message']})")


def raise_curtain():
    global curtain, lines
    curtain = engine.total_time()
    print(asset.get(prologue))
    lines = asset.get(scenes)["line"]


def arrive(what, error):
    """The play begins when all that it needs is there, whichever comes last."""
    global missing
    complain(what, error)
    if not error:
        missing -= 1
        if missing == 0:
            raise_curtain()


missing = 3
for part in (prologue, cast, scenes):
    asset.on_load(part, arrive)
asset.on_load(props, complain)
asset.on_load(epilogue, complain)


def speak(now):
    global spoken
    if spoken < len(lines) and now >= lines[spoken]["at"]:
        line = lines[spoken]
        spoken += 1
        print(f"{asset.get(cast)[line['who']]}: {line['says']}")


def bring_the_fool(now):
    """A script is an asset as well. It is in memory for as long as its act is on.

    Whoever looks in each frame anyway can ask whether it is there, and needs no function for it.
    """
    global fool
    if fool is None and now > 4:
        fool = asset.load("scripts/fool", "script")
    elif fool is not None and asset.is_loaded(fool):
        print("The fool:", script.call(asset.get(fool), "joke", ["kettle"]))
        asset.unload(fool)


def read_anew(what):
    """Called when the file was saved and the game runs with --watch, and when a script asks for it, as we do below."""
    global lines
    lines = asset.get(what)["line"]
    print(f"({asset.path(what)} is read anew: {len(lines)} lines)")


asset.on_reload(scenes, read_anew)


def update(dt):
    if curtain is None:
        return
    now = engine.total_time() - curtain
    speak(now)
    bring_the_fool(now)
    if engine.frame() == 300:
        asset.reload(scenes)


def on_stop():
    for loaded in asset.find_by_type("data"):
        error = asset.error(loaded)
        place = f" in line {error['line']}" if error else ""
        print(f"{asset.path(loaded)} is {asset.state(loaded)}{place}")
