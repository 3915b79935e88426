-- The score keeper: hears of everything by events, counts it on the scoreboard, and tells how it stands.
--
-- Those who emit the events do not know that someone counts; they may be in other languages.

local board = entity.find_by_name("Scoreboard"):data()
local horde = query.create({ "Enemy" })
local standing = query.create({ "Hero" }, { "Fallen" })

local function count(what)
    board[what] = board[what] + 1
end

event.subscribe("shot", function() count("shots") end)
event.subscribe("hit", function() count("hits") end)
event.subscribe("slain", function() count("slain") end)

event.subscribe("wave", function(wave)
    board.spawned = board.spawned + wave.size
end)

event.subscribe("fallen", function(hero)
    count("fallen")
    engine.log(hero:name() .. " has fallen", "warn")
end)

event.subscribe("defeat", function(wave)
    count("defeats")
    engine.log(string.format("all heroes are down in wave %d", wave), "warn")
end)

-- Every five seconds. What the game costs differs from run to run, so it is for reading only.
local function tell()
    engine.log(string.format("%d enemies on the field, %d slain, %d heroes stand; scripts take %.2f ms of a frame",
        horde:count(), board.slain, standing:count(), engine.performance().scripts_ms))
end

system.register("score.tell", tell, "post_update", 0, 0.2)

function on_stop()
    local aim = board.shots > 0 and 100 * board.hits / board.shots or 0
    engine.log(string.format(
        "the score: wave %d, %d of %d enemies slain, %d falls, %d defeats, %d missiles, %.0f%% of them hit",
        board.wave, board.slain, board.spawned, board.fallen, board.defeats, board.shots, aim
    ))
end
