-- frames: 2
local check = require "check"
local assets = {}

function on_start()
    for i, file in ipairs { "note.txt", "broken.toml", "date.toml", "broken.json", "latin.txt", "notes.txt" } do
        assets[i] = asset.load(file, i == 1 and "text" or i == 5 and "text" or "data")
    end
    assets[7] = asset.load("no_such_script", "script")
end

function update()
    if engine.frame() == 0 then
        return
    end
    for _, a in ipairs(assets) do
        check.show(asset.path(a), asset.state(a), asset.is_loaded(a))
        check.show(asset.error(a))
        check.fails(asset.get, a)
    end
    -- The same asset, and no further try.
    check.show(asset.load("note.txt", "text") == assets[1], asset.state(assets[1]))
end
