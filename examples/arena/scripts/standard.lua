-- The standard: the heroes around it grow back twice as fast, and while one of them bears it, they strike before the
-- horde does.
--
-- When its bearer falls it lies on the ground, until the nearest hero who stands takes it up.

local standing = query.create({ "Hero", "Health", "Transform" }, { without = { "Fallen", "Image" } })
local standard = entity.find_by_name("Standard")

local LOOKS = 4               -- times a second
local NEAR = 7.0              -- how far it gives strength, metres
local ABOVE = Vec3(0, 2.8, 0) -- where it is when it is borne: its place counts from the bearer's then
local BEFORE_HEROES, AFTER_HEROES = 110, 20       -- when in a frame the horde runs and bites

local function take_up(bearer)
    standard:set_parent(bearer)
    standard:set_position(ABOVE)
    system.set_priority("horde.run", AFTER_HEROES)
    engine.log(bearer:name() .. " bears the standard")
end

local function drop(bearer)
    standard:set_parent(nil)
    standard:set_position(bearer:get_position())
    system.set_priority("horde.run", BEFORE_HEROES)
    engine.log("the standard lies on the ground", "warn")
end

local function look(dt)
    local bearer = standard:parent()
    if bearer and not standing:contains(bearer) then
        drop(bearer)
        return
    elseif standing:is_empty() then
        return
    end
    local way = standing:column("Transform.translation"):copy()
    way:sub((bearer or standard):get_position())
    local distance = way:length()

    local now = standing:column("Health.now")
    local is_hurt = now:less(standing:column("Health.full"))
    now:add_scaled(standing:column("Health.regrowth"), dt, is_hurt:both(distance:less_equal(NEAR)))
    if not bearer then
        take_up(distance:argmin())
    end
end

-- Just before scripts/health has all of them grow back, and sees to it that nobody has more than his full health.
system.register("standard.look", look, { priority = 1, rate = LOOKS })
