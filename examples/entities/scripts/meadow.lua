-- The meadow: makes all that is on it, and tells what happens to it.

local GAP = 3.0         -- metres from sheep to sheep
local BIRTH = 8.0       -- seconds until there is a lamb

local ewe
local lamb

local function tell(text)
    print(string.format("%4.1f s  %s", engine.total_time(), text))
end

function on_start()
    -- One call for the whole flock. What differs from sheep to sheep is set afterwards.
    for i, sheep in ipairs(entity.create_from_template("sheep", engine.setting("sheep"))) do
        sheep:set_name("Sheep " .. i)
        -- A handle is the component itself: what is assigned to it is on the entity at once.
        sheep:handle("Transform").translation = Vec3(GAP * i, 0, 0)
    end
    entity.create_from_template("wolf")
    local shepherd = entity.create_from_template("shepherd")[1]
    tell(shepherd:name() .. " has a " .. shepherd:children()[1]:name())
    ewe = entity.find_by_name("Sheep 1")
end

function update()
    -- Whoever changed an animal, we see it here, and they need not know of us. What is new counts as changed.
    for _, animal in ipairs(component.find_changed("Animal")) do
        local health = animal:handle("Animal").health
        if health > 0 then
            tell(animal:name() .. " has " .. health .. " health")
        else
            tell(animal:name() .. " is gone")
            animal:destroy()
        end
    end
    -- The ewe may be gone by now. Asking whether an entity is still there is always allowed.
    if not lamb and engine.total_time() > BIRTH and ewe:is_valid() then
        lamb = ewe:clone()
        lamb:set_name("Lamb")
        lamb:set("Animal", { health = 2 })
        -- Its place counts from its mother's from now on: half a metre beside her, wherever she goes.
        lamb:set_parent(ewe)
        lamb:handle("Transform").translation = Vec3(0, 0, 0.5)
    end
end

function on_stop()
    for _, sheep in ipairs(entity.find_by_tag("sheep")) do
        local parent = sheep:parent()
        tell(sheep:name() .. " is well" .. (parent and ", and its mother is " .. parent:name() or ""))
    end
end
