-- Watches the fight. It belongs to no entity, so its call-backs get none.

local over = false

-- A system of this script, due once in two seconds. It switches off one of the game's own, and then itself.
system.register("sudden death", function()
    print("sudden death: nobody recovers any more")
    system.disable("regeneration")
    system.unregister("sudden death")
end, { rate = 0.5 })

function update(dt)
    local fighters = entity.find_with_component("Health")
    if not over and #fighters == 1 then
        over = true
        print(fighters[1]:name() .. " wins")
    end
end
