-- frames: 6
local check = require "check"

local function pressed()
    local names = {}
    for _, name in ipairs(input.actions()) do
        if input.is_pressed(name) then
            names[#names + 1] = name
        end
    end
    return table.concat(names, " ")
end

function on_start()
    input.push_context("menu")
    input.push_context("dialogue")
    input.push_context("dialogue")
end

function update()
    check.show(engine.frame(), input.context(), pressed())
    if engine.frame() == 2 then
        input.pop_context()
        check.show(input.context())
        input.pop_context()
    end
end
