-- frames: 4
local check = require "check"
local e

function on_start()
    -- Not known before a script defines it.
    check.fails(entity.create_from_template, "knight")
    component.define("Armour", { layers = 1, weight = 12.5, owner = "Entity", plates = "list", at = "Vec2" })
    e = entity.create()
    e:attach("other.lua")
end

function update()
    if engine.frame() == 0 then
        e:add("Armour", { owner = e })
    elseif engine.frame() == 1 then
        check.show(e:get("Armour").weight, e:changed("Armour"), #component.find_changed("Armour"))
    elseif engine.frame() == 2 then
        local knight = entity.create_from_template("knight")[1]
        local armour = knight:handle("Armour")
        check.show(armour.layers, armour.plates, armour.weight, armour.owner:is_valid())
        -- The defaults of the last definition count from then on; its fields stay.
        component.define("Armour", { layers = 2, weight = 1.5, owner = "Entity", plates = "list", at = "Vec2" })
        local third = entity.create()
        third:add("Armour", {})
        check.show(third:get("Armour").layers, armour.layers)
    end
end
