-- frames: 5
-- Called before all updates: the actions in alphabetical order, those of one action in the order they were given.
local check = require "check"

-- From the body on, and so in the first frame already.
check.show(input.on_action("walk", function(event, value) check.show("walk", event, value) end))

function on_start()
    check.show(input.on_action("jump", function(event, value) check.show("first", event, value) end))
    check.show(input.on_action("jump", function(event, value)
        check.show("second", event, value, input.is_pressed("jump"), input.value("walk"))
    end))
    check.show(input.on_action("confirm", function(event, value) check.show("confirm", event, value) end))
end

function update()
    check.show("update", engine.frame())
end
