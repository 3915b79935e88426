-- frames: 2
local check = require "check"
local text, waves, list

function on_start()
    text = asset.load("hello.txt", "text")
    waves = asset.load("waves.toml", "data")
    list = asset.load("./list.json", "data")
    check.show(text == waves, list == asset.load("list.json", "data"), list == asset.load("list.json", "json"))
    check.show(asset.state(text), asset.is_loaded(text), asset.error(text))
    check.show(asset.path(list), asset.type(list), asset.type(text))
    check.fails(asset.get, text)
end

function update()
    if engine.frame() == 0 then
        check.show(asset.state(waves))
        return
    end
    check.show(asset.state(text), asset.is_loaded(text), asset.error(text))
    check.show(asset.get(text))
    check.show(asset.get(waves))
    check.show(asset.get(list))
    -- What is got is a copy.
    local copy = asset.get(waves)
    copy.title = "Second"
    check.show(asset.get(waves).title)
    check.show(asset.dependencies(waves))
    check.show(asset.state(asset.load("waves.toml", "text")))
end
