-- Watches the fight. It belongs to no entity, so its call-backs get none.

local over = false

function update(dt)
    local fighters = entity.find_with_component("Health")
    if not over and #fighters == 1 then
        over = true
        print(fighters[1]:name() .. " wins")
    end
end
