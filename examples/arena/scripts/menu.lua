-- The menu: lies over the game and stops it, as long as this script is loaded. See scripts/captain, which loads it.
--
-- Its context is exclusive: what is held down when it opens, the game sees let go. Its actions end with the script.

local heroes = query.create({ "Hero" })

local function tell_keys()
    for _, action in ipairs(input.actions()) do
        engine.log("  " .. engine.setting("help." .. action, action))
    end
end

-- How the heroes are, how the data files are, and what the game's systems cost, which differs from run to run.
local function tell_state()
    for _, hero in ipairs(entity.find_by_tag("hero")) do
        local health, tags = hero:get("Health"), table.concat(hero:tags(), ", ")
        engine.log(string.format("  %s (%s): %.0f of %.0f hit points", hero:name(), tags, health.now, health.full))
    end
    for _, file in ipairs(asset.find_by_type("data")) do
        local error = asset.error(file)
        local but = error and ", but could not be read again: " .. error.message or ""
        engine.log(string.format("  %s: %s%s", asset.path(file), asset.state(file), but))
    end
    for _, name in ipairs(system.list()) do
        local about, cost = system.describe(name), system.performance(name)
        local rate = about.rate > 0 and string.format("%g times a second", about.rate) or "in every frame"
        engine.log(string.format("  %s: %s, %s; a run takes %.3f ms", name, about.phase, rate, cost.mean_ms))
    end
end

-- Which components a hero has, and what is in them.
local function tell_parts()
    for _, name in ipairs(component.list(heroes:first())) do
        local fields = {}
        for i, field in ipairs(component.describe(name).fields) do
            fields[i] = field.name .. ": " .. field.type
        end
        engine.log(string.format("  %s { %s }", name, table.concat(fields, ", ")))
    end
end

-- What was saved in the project's data files counts from now on, also without --watch.
local function read_again()
    asset.reload_all("data")
end

local function on_press(action, order)
    input.on_action(action, function(what)
        if what == "pressed" then
            order()
        end
    end)
end

on_press("keys", tell_keys)
on_press("state", tell_state)
on_press("parts", tell_parts)
on_press("read", read_again)
if input.exists("debug") then -- a game for players has no such line in glotta.toml
    on_press("debug", engine.debug_break)
end
asset.on_reload("data", function(file)
    engine.log(string.format("  %s is read, a file of %s", asset.path(file), asset.type(file)))
end)

if input.context() ~= "menu" then -- new code that takes over while the menu is open finds it there
    input.push_context("menu")
end
engine.on_cleanup(input.pop_context)
engine.log("the game stands still")
tell_keys()
