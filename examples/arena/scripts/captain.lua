-- The captain: brings the heroes to the field, and does what the player says.
--
-- Which keys are meant is in glotta.toml. A captain without a player, as in `--frames 1800`, leaves the heroes to
-- themselves.

local archers = query.create({ "Hero" }, { "Fallen" }, nil, nil, "archer")

local slow = engine.setting("captain.slow")
local volley_pause = engine.setting("captain.volley_pause")
local next_volley = 0.0       -- the time of the game when there can be another

-- All archers shoot in this frame, however lately they did.
local function volley()
    if engine.total_time() < next_volley then
        return
    end
    next_volley = engine.total_time() + volley_pause
    archers:each(function(_, hero)
        hero.wait = 0.0
    end)
    engine.log("volley!")
end

function on_start()
    for _, entry in ipairs(engine.setting("heroes")) do
        local hero = entity.create_from_template(entry.template)[1]
        hero:set_name(entry.name)
        hero:set("Transform", { translation = entry.home })
        hero:set("Hero", { home = entry.home })
    end
end

input.on_action("volley", function(what)
    if what == "pressed" then
        volley()
    end
end)

input.on_action("taunt", function(what)
    if what == "pressed" then
        local number = script.call("scripts/waves", "hurry")
        engine.log(string.format("the captain has called wave %d", number))
    end
end)

input.on_action("focus", function(what)
    if what == "pressed" then
        engine.set_time_scale(slow)
    elseif what == "released" then
        engine.set_time_scale(1.0)
    end
end)

-- A captain who is replaced in the middle of it, by a reload, leaves the game no slower than it was.
engine.on_cleanup(function()
    engine.set_time_scale(1.0)
end)
