-- The banners: each hero carries one, the higher the more health is left.
--
-- Only those whose health was written since the last frame are looked at. Whoever wrote it needs to know nothing of
-- banners.

local LOW, HIGH = 0.3, 2.2    -- metres above the ground

local function hoist()
    for _, hero in ipairs(component.find_changed("Health")) do
        if hero:has_tag("hero") then
            local health = hero:handle("Health")
            local height = LOW + (HIGH - LOW) * math.max(health.now, 0) / health.full
            for _, carried in ipairs(hero:children()) do
                if carried:name() == "Banner" then
                    carried:set_position(Vec3(0, height, 0))
                end
            end
        end
    end
end

system.register("banners.hoist", hoist, { phase = "post_update", priority = 5 })
