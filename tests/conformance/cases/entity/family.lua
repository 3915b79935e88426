local check = require "check"
local tank, gun, wheel, crew = entity.create(), entity.create(), entity.create(), entity.create()
check.show(gun:parent(), tank:children())
wheel:set_parent(tank)
gun:set_parent(tank)
crew:set_parent(gun)
check.show(gun:parent() == tank, crew:parent() == gun, tank:parent())
-- In the order they came, and not the children of children.
local children = tank:children()
check.show(#children, children[1] == wheel, children[2] == gun)
-- It is the child already: nothing changes.
wheel:set_parent(tank)
check.show(tank:children()[1] == wheel)
-- From one parent to another, and to none.
wheel:set_parent(crew)
check.show(#tank:children(), crew:children()[1] == wheel)
wheel:set_parent(nil)
check.show(wheel:parent(), crew:children())
entity.set_parent(wheel)
check.show(wheel:parent(), wheel:is_valid())
-- The same relationship as the component's.
wheel:add("ChildOf", tank)
check.show(wheel:parent() == tank, gun:get("ChildOf") == tank)
-- The position stays what it is, relative to the parent.
wheel:add("Transform", { translation = { 1, 2, 3 } })
wheel:set_parent(gun)
check.show(wheel:get_position())
-- Children go with their parent.
gun:destroy()
check.show(tank:is_valid(), gun:is_valid(), crew:is_valid(), wheel:is_valid(), tank:children())
