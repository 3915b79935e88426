-- The theatre: plays what its assets say.

-- Files are asked for here and are there in a later frame: nothing waits for the disk.
local prologue = asset.load("play/prologue.txt", "text")
local cast = asset.load("play/cast.json", "data")
local scenes = asset.load("play/scenes.toml", "data")
local props = asset.load("play/props.toml", "data")
local epilogue = asset.load("play/epilogue.txt", "text")
local fool

local curtain           -- when it rose, in seconds of the game
local lines             -- what the scenes say: a copy, taken once
local spoken = 0

-- A file that is not there or not as it should be does not stop the game. What to do without it is ours to decide.
-- This is called once for each file, when it is there or has failed: with the reason, if it has.
local function complain(what, error)
    if error then
        print("(without " .. asset.path(what) .. ": " .. error.message .. ")")
    end
end

local function raise_curtain()
    curtain = engine.total_time()
    print(asset.get(prologue))
    lines = asset.get(scenes).line
end

-- The play begins when all that it needs is there, whichever comes last.
local missing = 3

local function arrive(what, error)
    complain(what, error)
    if not error then
        missing = missing - 1
        if missing == 0 then
            raise_curtain()
        end
    end
end

for _, part in ipairs { prologue, cast, scenes } do
    asset.on_load(part, arrive)
end
asset.on_load(props, complain)
asset.on_load(epilogue, complain)

local function speak(now)
    local line = lines[spoken + 1]
    if line and now >= line.at then
        spoken = spoken + 1
        print(asset.get(cast)[line.who] .. ": " .. line.says)
    end
end

-- A script is an asset as well. It is in memory for as long as its act is on. Whoever looks in each frame anyway can
-- ask whether it is there, and needs no function for it.
local function bring_the_fool(now)
    if not fool and now > 4 then
        fool = asset.load("scripts/fool", "script")
    elseif fool and asset.is_loaded(fool) then
        print("The fool: " .. script.call(asset.get(fool), "joke", { "kettle" }))
        asset.unload(fool)
    end
end

-- Called when the file was saved and the game runs with --watch, and when a script asks for it, as we do below.
asset.on_reload(scenes, function(what)
    lines = asset.get(what).line
    print("(" .. asset.path(what) .. " is read anew: " .. #lines .. " lines)")
end)

function update()
    if not curtain then
        return
    end
    local now = engine.total_time() - curtain
    speak(now)
    bring_the_fool(now)
    if engine.frame() == 300 then
        asset.reload(scenes)
    end
end

function on_stop()
    for _, loaded in ipairs(asset.find_by_type("data")) do
        local error = asset.error(loaded)
        local place = error and " in line " .. error.line or ""
        print(asset.path(loaded) .. " is " .. asset.state(loaded) .. place)
    end
end
