-- Mending: a cleric mends one wounded hero at a time, until he is well or out of reach.

-- The nearest wounded hero; nothing if there is none within reach.
local function find_patient(place, reach)
    local wounded = entity.find_by_tag("wounded")
    local nearest, least = nil, reach
    for i, there in ipairs(component.get_positions(wounded)) do
        local distance = (there - place):length()
        if distance <= least then
            nearest, least = wounded[i], distance
        end
    end
    return nearest
end

function update(cleric, dt)
    if cleric:has("Fallen") then
        return
    end
    local me, place = cleric:handle("Mender"), cleric:get_position()
    local patient = me.patient
    -- Who was one is well again, or far away, or was an image and is no more.
    if not (patient:is_valid() and patient:has_tag("wounded"))
        or (patient:get_position() - place):length() > me.reach then
        patient = find_patient(place, me.reach)
        if not patient then
            return
        end
        me.patient = patient
    end
    local health = patient:handle("Health")
    health.now = math.min(health.now + me.power * dt, health.full)
end
