-- frames: 4
local tank

function on_start()
    tank = entity.create()
    tank:set_name("tank")
    tank:attach("part.lua")
    local gun = entity.create()
    gun:set_name("gun")
    gun:set_parent(tank)
    gun:attach("part.lua")
end

function update()
    if engine.frame() == 1 then
        -- The copies begin in the next frame.
        tank:clone(true):set_name("copy")
        print("copied")
    elseif engine.frame() == 3 then
        tank:destroy()
        print("destroyed")
    end
end
