-- The menu: a context that lies over the game. What is held when it opens, the game sees let go; and the key that opened
-- it does not close it before it is pressed again.

local function ship_data()
    return entity.find_by_name("Ship"):data()
end

function on_start()
    input.on_action("pause", function(event)
        if event == "pressed" then
            input.push_context("menu")
            local data = ship_data()
            data.pauses = data.pauses + 1
        end
    end)
    input.on_action("resume", function(event)
        if event == "pressed" then
            input.pop_context()
        end
    end)
    input.on_action("choose", function(event, value)
        if event == "pressed" then
            local data = ship_data()
            data.choice = data.choice + value
        end
    end)
end
