-- The score keeper: hears of everything by events, counts it on the scoreboard, and tells how it stands.
--
-- Those who emit the events do not know that someone counts; they may be in other languages.

local board = entity.find_by_name("Scoreboard"):data()
local horde = query.create({ "Enemy" })
local heroes = query.create({ "Hero", "Health" }, { without = { "Image" } })

local function count(what)
    board[what] = board[what] + 1
end

event.subscribe("shot", function() count("shots") end)
event.subscribe("hit", function() count("hits") end)
event.subscribe("slain", function() count("slain") end)
event.subscribe("fallen", function() count("fallen") end)
event.subscribe("defeat", function() count("defeats") end)

event.subscribe("wave", function(wave)
    board.spawned = board.spawned + wave.size
end)

-- The system that has cost most so far.
local function costliest()
    local most
    for _, cost in ipairs(system.all_performance()) do
        if not most or cost.total_ms > most.total_ms then
            most = cost
        end
    end
    return most.name
end

-- Every five seconds. What the game costs differs from run to run, so it is for reading only.
local function tell()
    local share = heroes:column("Health.now"):copy()
    share:maximum(0)
    share:div(heroes:column("Health.full"))
    local down = #entity.find_with_component("Fallen")
    engine.log(string.format("%d enemies, %d slain; %d heroes stand, with %.0f%% of their strength"
        .. "; a frame takes %.2f ms, most of it %s", horde:count(), board.slain, share:len() - down,
        100 * (share:mean() or 0), engine.performance().scripts_ms, costliest()))
end

system.register("score.tell", tell, { phase = "post_update", rate = 0.2 })

-- The most that were slain in any game so far is still known in the next.
local function compare()
    local record = save.read("record", 0)
    if board.slain > record then
        save.write("record", board.slain)
        engine.log(string.format("a record: %d slain, %d before", board.slain, record))
    end
end

function on_stop()
    local aim = board.shots > 0 and 100 * board.hits / board.shots or 0
    engine.log(string.format("the score after %d frames: wave %d, %d of %d enemies slain, %d falls, %d defeats, "
        .. "%d missiles, %.0f%% of them hit", engine.frame(), board.wave, board.slain, board.spawned, board.fallen,
        board.defeats, board.shots, aim))
    compare()
end
