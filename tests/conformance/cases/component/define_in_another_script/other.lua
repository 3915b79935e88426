local check = require "check"

function update(e)
    if not e:has("Armour") then return end
    local armour = e:handle("Armour")
    check.show(armour.layers, armour.weight, armour.owner == e, armour.plates, armour.at)
    armour.weight = armour.weight * 2
    armour.at.y = armour.at.y + 1
    armour.plates = { "rim" }
    check.fails(function() armour.weight = "heavy" end)
    check.fails(function() armour.weight = 0 / 0 end)
    check.fails(function() armour.owner = 5 end)
    check.fails(function() return armour.layrs end)
    e:set("Armour", { layers = 3 })
end
