-- frames: 5
-- One that fails is told of and stays; contexts may change and entities go meanwhile.
local check = require "check"
local e

function on_start()
    e = entity.create()
    input.on_action("jump", function(event)
        print("fails", event)
        input.pop_context()
    end)
    input.on_action("jump", function(event)
        print("pushes", event)
        input.push_context("menu")
        input.push_context("dialogue")
        input.pop_context()
        if e:is_valid() then
            e:destroy()
        end
    end)
    input.on_action("walk", function(event)
        check.show("walk", event, input.context(), e:is_valid())
    end)
end

function update()
    check.show(engine.frame(), input.context(), input.is_pressed("jump"), input.is_pressed("confirm"))
end
