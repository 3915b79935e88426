-- The captain: brings the heroes to the field, and does what the player says.
--
-- Which keys are meant is in glotta.toml. A captain without a player, as in `--frames 1800`, leaves the heroes to
-- themselves.

local archers = query.create({ "Hero" }, { without = { "Fallen" }, tag = "archer" })

local slow = engine.setting("captain.slow")
local volley_pause = engine.setting("captain.volley_pause")
local frost_lasts = engine.setting("captain.frost_lasts")
local next_volley = 0.0       -- the time of the game when there can be another

function on_start()
    for _, entry in ipairs(engine.setting("heroes")) do
        local hero = entity.create_from_template(entry.template)[1]
        hero:set_name(entry.name)
        hero:set("Transform", { translation = entry.home })
        hero:set("Hero", { home = entry.home })
    end
end

-- What the player holds down is looked at in each frame. A trigger that is pressed halfway slows time halfway.
local function listen()
    local scale = 1 - (1 - slow) * input.value("focus")
    if input.context() == "menu" then
        scale = 0
    end
    if scale ~= engine.time_scale() then
        engine.set_time_scale(scale)
    end
    if input.just_pressed("rally") then
        engine.log("to the middle!")
    elseif input.just_released("rally") then
        engine.log("to your places!")
    end
end

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

local function taunt()
    local number = script.call("scripts/waves", "hurry")
    engine.log(string.format("the captain has called wave %d", number))
end

-- A system that ends itself when it has run once.
local function thaw()
    system.enable("horde.run")
    system.unregister("captain.thaw")
    engine.log("the frost is over")
end

-- New code knows nothing of the system that the old one registered, which ended with it: so does the frost.
function on_reload()
    system.enable("horde.run")
    engine.log(string.format("%s, version %d", script.path(), 1 + script.reload_count()), "debug")
end

-- The horde stands where it is for a while, and does not bite.
local function frost()
    if system.is_enabled("horde.run") then
        system.disable("horde.run")
        system.register("captain.thaw", thaw, { rate = 1 / frost_lasts })
        engine.log("frost!")
    end
end

-- The menu is a script that is in memory only while it is open: it stops the game as long as it is loaded.
local function open_menu()
    return asset.load("scripts/menu", "script")
end

local function close_menu()
    asset.unload(open_menu()) -- who loads it again is given the same asset
end

local function on_press(action, order)
    input.on_action(action, function(what)
        if what == "pressed" then
            order()
        end
    end)
end

on_press("volley", volley)
on_press("taunt", taunt)
on_press("frost", frost)
on_press("menu", open_menu)
on_press("resume", close_menu)
system.register("captain.listen", listen, { phase = "pre_update", priority = 10 })
