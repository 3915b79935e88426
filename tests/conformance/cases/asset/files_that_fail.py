# frames: 2
import check

assets = []


def on_start():
    files = ["note.txt", "broken.toml", "date.toml", "broken.json", "latin.txt", "notes.txt"]
    for i, file in enumerate(files):
        assets.append(asset.load(file, "text" if i in (0, 4) else "data"))
    assets.append(asset.load("no_such_script", "script"))


def update(dt):
    if engine.frame() == 0:
        return
    for a in assets:
        check.show(asset.path(a), asset.state(a), asset.is_loaded(a))
        check.show(asset.error(a))
        check.fails(asset.get, a)
    # The same asset, and no further try.
    check.show(asset.load("note.txt", "text") == assets[0], asset.state(assets[0]))
