local check = require "check"
local e, other = entity.create(), entity.create()
e:add("Stats")
local names = { "level", "name", "speed", "alive", "target", "tint", "offset", "facing" }
local function show()
    local stats = e:get("Stats")
    for _, name in ipairs(names) do
        if name ~= "target" then print(name .. " = " .. check.text(stats[name])) end
    end
    print("target = " .. (stats.target == other and "other" or check.text(stats.target)))
end
show()
e:set("Stats", {
    level = -7, name = "Ünal", speed = 0.1, alive = true, target = other,
    tint = Vec3(1, 2, 3), offset = Vec2(4, 5), facing = Quat(0, 1, 0, 0),
})
show()
