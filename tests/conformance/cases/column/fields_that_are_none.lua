local check = require "check"
local e = entity.create()
e:add("Transform")
e:add("Stats")
e:add("Banner", { color = "red" })
e:add("Brain")
e:add("Bag")
local q = query.create({ "Transform", "Stats", "Banner", "Brain", "Bag" })
for _, name in ipairs({ "", "Transform", "Transform.", "Transfrom.translation", "Transform.translatoin",
    "Transform.translation.w", "Transform.translation.x.y", "Stats.armor", "Stats.armor.layer", "Stats.name",
    "Stats.target", "Stats.level.x", "Banner.color", "Brain.mode", "Bag.items", "Bag.items.x", "Health.current",
    "translation", "..", "Relic.power" }) do
    check.fails(q.column, q, name)
end
check.fails(q.column, q)
check.fails(q.column, q, 5)
check.fails(q.column, q, { "Stats.level" })
check.fails(q.column, q, "Stats.level", 1)
