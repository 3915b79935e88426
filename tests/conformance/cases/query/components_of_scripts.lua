local check = require "check"

-- A component that a script defines is one like any other.
component.define("Shield", { strength = 100.0 })
local shielded = query.create({ "Health", "Shield" })
local bare = query.create({ "Health" }, { "Shield" }, { "Shield" })
local changed = query.create({ "Shield" }, nil, nil, { "Shield" })

local a, b = entity.create(), entity.create()
a:add("Health")
b:add("Health")
b:add("Shield", { strength = 5 })
check.show(shielded:count(), shielded:first() == b, bare:first() == a, changed:count())
shielded:each(function(e, health, shield)
    shield.strength = shield.strength + 1
    check.show(e == b, health.current, shield.strength)
end)
query.create({ "Health" }, nil, { "Shield" }):each(function(e, _, shield)
    check.show(e == a, shield and shield.strength)
end)
b:remove("Shield")
check.show(shielded:is_empty(), bare:count(), changed:count())
check.fails(query.create, { "Sheild" })
