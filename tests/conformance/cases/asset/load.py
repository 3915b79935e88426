# frames: 2
import check

text = waves = items = None


def on_start():
    global text, waves, items
    text = asset.load("hello.txt", "text")
    waves = asset.load("waves.toml", "data")
    items = asset.load("./list.json", "data")
    check.show(text == waves, items == asset.load("list.json", "data"), items == asset.load("list.json", "json"))
    check.show(asset.state(text), asset.is_loaded(text), asset.error(text))
    check.show(asset.path(items), asset.type(items), asset.type(text))
    check.fails(asset.get, text)


def update(dt):
    if engine.frame() == 0:
        check.show(asset.state(waves))
        return
    check.show(asset.state(text), asset.is_loaded(text), asset.error(text))
    check.show(asset.get(text))
    check.show(asset.get(waves))
    check.show(asset.get(items))
    # What is got is a copy.
    copy = asset.get(waves)
    copy["title"] = "Second"
    check.show(asset.get(waves)["title"])
    check.show(asset.dependencies(waves))
    check.show(asset.state(asset.load("waves.toml", "text")))
