-- The herald: cries out what happens. The game is the same without him.

local saws = asset.load("herald.txt", "text")
local lines = {}              -- what he has to say of waves, once it is there

asset.on_load(saws, function(_, error)
    if error then
        return -- the log says so, and he has nothing to say
    end
    for line in string.gmatch(asset.get(saws), "[^\n]+") do
        table.insert(lines, line)
    end
    asset.unload(saws)
end)

-- Each wave has its line, by its number and not by chance: engine.random() would change the game for all others.
event.subscribe("wave", function(wave)
    engine.log(string.format("wave %d: %d more, %d on the field. %s", wave.number, wave.size, wave.total,
        lines[(wave.number - 1) % math.max(#lines, 1) + 1] or ""))
end)

event.subscribe("wounded", function(hero)
    engine.log(hero:name() .. " is wounded")
end)

event.subscribe("fallen", function(hero)
    engine.log(hero:name() .. " has fallen", "warn")
end)

event.subscribe("defeat", function(wave)
    engine.log(string.format("all heroes are down in wave %d", wave), "warn")
end)

-- What the player may not know he is told once, and not at all if he has found out himself.
local hint, known

local function forget()
    event.unsubscribe(hint)
    input.off_action(known)
end

hint = event.subscribe("fallen", function()
    engine.log("(" .. engine.setting("help.rally") .. ")")
    forget()
end)
known = input.on_action("rally", forget)
