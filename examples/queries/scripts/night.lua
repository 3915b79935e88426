-- The night: torches burn down and go out.

-- A query is made once and asked often. This one finds all that have a Torch and are not Dark; whether they stand in a
-- Draught does not matter, but where they do, `each` hands it over.
local burning = query.create({ "Torch" }, { without = { "Dark" }, optional = { "Draught" } })

function on_start()
    for i, torch in ipairs(entity.create_from_template("torch", engine.setting("torches"))) do
        torch:set_name("Torch " .. i)
        if i % 3 == 0 then
            torch:add("Draught", { strength = i / 5 })
        end
        -- They were not lit at the same time.
        torch:set("Torch", { oil = 3.0 + 1.5 * i })
    end
end

function update(dt)
    -- First the entity, then a handle to each component that is asked for, then one to each that may be there.
    burning:each(function(torch, fire, draught)
        local speed = 1 + (draught and draught.strength or 0)
        fire.oil = fire.oil - speed * dt
        if fire.oil <= 0 then
            -- It no longer matches, and that may happen while the query is walked through.
            torch:add("Dark", { since = engine.total_time() })
        end
    end)
end

function on_stop()
    print(burning:count() .. " torches burn when the morning comes")
end
