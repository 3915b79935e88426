-- Walks to the nearest other fighter and strikes when it is near.

local speed = 1.5
local reach = 1.0

local function nearest(me)
    local here = me:get_position()
    local best, best_distance
    for _, other in ipairs(entity.find_with_component("Health")) do
        if other ~= me then
            local distance = here:distance(other:get_position())
            if not best or distance < best_distance then
                best, best_distance = other, distance
            end
        end
    end
    return best, best_distance
end

function on_start(me)
    me:data().next_strike = 0.0
end

function update(me, dt)
    local foe, distance = nearest(me)
    if not foe then
        return
    end
    if distance > reach then
        local transform = me:handle("Transform")
        local way = (foe:get_position() - transform.translation):normalize()
        transform.translation = transform.translation + way * speed * dt
        return
    end
    local data = me:data()
    data.next_strike = data.next_strike - dt
    if data.next_strike <= 0 then
        data.next_strike = 0.5
        local name = foe:name()
        local left = foe:damage(engine.random_int(1, 3))  -- a function of this game, in Rust
        print(me:name() .. " strikes " .. name .. ": " .. left .. " left")
    end
end
