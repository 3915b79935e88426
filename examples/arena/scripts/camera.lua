-- The camera: over the heroes who stand, and the higher the farther they are apart.
--
-- `glotta run` has no window, and nobody looks through it. In a game that has one, this is all it needs.

local standing = query.create({ "Hero", "Transform" }, { without = { "Fallen" } })

local LOOKS_DOWN = Quat(-0.6, 0, 0, 0.8)      -- 74 degrees
local BEHIND = Vec3(0, 0.96, 0.28)            -- where the camera is, for each metre of distance
local NEAREST = 18.0                          -- metres
local EASE = 2.0                              -- the share of the way that it goes, 1/s

function on_start(camera)
    camera:set_rotation(LOOKS_DOWN)
end

function update(camera, dt)
    if standing:is_empty() then
        return
    end
    local place = standing:column("Transform.translation")
    local middle = place:mean()
    local way = place:copy()
    way:sub(middle)
    local goal = middle + BEHIND * (NEAREST + way:length():max())
    local here = camera:get_position()
    camera:set_position(here + (goal - here) * math.min(EASE * dt, 1))
end
