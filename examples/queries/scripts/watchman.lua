-- The watchman: sees what goes out, and every few seconds lights one of them again.

local ROUND = 2.5       -- seconds

-- With `changed`, a query finds only those of which that component was added or written since it was last asked.
local gone_out = query.create({ "Dark" }, { changed = { "Dark" } })
local dark = query.create({ "Torch", "Dark" })

local walked = 0.0

local function tell(text)
    print(string.format("%4.1f s  %s", engine.total_time(), text))
end

function update(dt)
    for _, torch in ipairs(gone_out:entities()) do
        tell(torch:name() .. " goes out; dark now: " .. dark:count())
    end
    walked = walked + dt
    if walked < ROUND then
        return
    end
    walked = 0.0
    if not dark:is_empty() then
        local torch = dark:first()
        local time = engine.total_time() - torch:handle("Dark").since
        torch:remove("Dark")
        torch:handle("Torch").oil = 8.0
        tell(string.format("the watchman lights %s, which was dark for %.1f s", torch:name(), time))
    end
end
