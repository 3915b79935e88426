-- Mission control: switches the systems of the flight on and off by their names, and tells how it goes.

local rocket = entity.find_by_name("Rocket")

local function tell(text)
    print(string.format("%4.1f s  %s", engine.total_time(), text))
end

local function telemetry()
    local height = rocket:get_position().y
    tell(string.format("%5.1f m, %+5.1f m/s", height, rocket:data().velocity))
end

-- After everything else, so that it tells of a frame that is done; and only twice a second.
system.register("telemetry", telemetry, { phase = "post_update", rate = 2 })

function on_start()
    -- The parachute stays in its bag for now.
    system.disable("brake")
end

-- `update` is part of the system "scripts", whose priority of 100 puts it before the flight's.
function update()
    local data = rocket:data()
    if system.is_enabled("burn") then
        if data.fuel <= 0 then
            tell("the motor is out")
            system.disable("burn")
        end
    elseif not system.is_enabled("brake") then
        if data.velocity < 0 then
            tell("the parachute opens")
            system.enable("brake")
            -- From here on it is a quiet ride: every two seconds will do.
            system.set_update_rate("telemetry", 0.5)
        end
    elseif rocket:get_position().y == 0 then
        tell("it has landed")
        data.velocity = 0.0
        for _, name in ipairs { "fall", "brake", "move" } do
            system.disable(name)
        end
        -- This one is not needed any more.
        system.unregister("telemetry")
    end
end

-- What systems cost is counted all the time. How many milliseconds they took is there as well, and another number on
-- every run.
function on_stop()
    for _, cost in ipairs(system.all_performance()) do
        local state = system.is_enabled(cost.name) and "on" or "off"
        print(string.format("%5d runs of %s, which is %s", cost.runs, cost.name, state))
    end
end
