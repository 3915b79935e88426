-- The shepherd: walks along his flock, and his dog drives off the wolf.

local SPEED = 2.5       -- metres a second
local END = 18.0        -- metres; there he stops
local SCENT = 6.0       -- metres around him

function update(shepherd, dt)
    local transform = shepherd:handle("Transform")
    -- One number of a vector can be written by itself. The dog comes along: it is his child.
    transform.translation.x = math.min(transform.translation.x + SPEED * dt, END)
    for _, found in ipairs(entity.find_in_radius(transform.translation, SCENT)) do
        if found:has_tag("wolf") then
            -- The meadow will notice.
            found:set("Animal", { health = 0 })
        end
    end
end
