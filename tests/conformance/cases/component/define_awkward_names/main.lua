-- Names that mean something in one language or another are names like any other.
local check = require "check"
local names = {
    "Value", "Query", "Column", "array", "dictionary", "Component", "Data", "Callback", "Asset", "int", "class",
    "component", "print", "None", "nil", "__class__", "_", "_1", "opAssign", "Value_", "main", "F",
}
local fields = {
    "class", "in", "self", "entity", "value", "get_value", "set_value", "opIndex", "__init__", "__index", "nil", "None",
    "component", "int", "_", "_0", "fields", "keys", "x",
}
local made = {}
for _, field in ipairs(fields) do made[field] = 1 end
local e = entity.create()
for _, name in ipairs(names) do
    component.define(name, made)
    e:add(name, { ["self"] = 2, ["in"] = 3 })
    local handle = e:handle(name)
    handle.x = 5
    check.show(name, e:get(name)["self"], e:get(name)["in"], e:get(name).x, component.describe(name).name == name)
end
check.show(#component.list(e))
-- Scripts that are compiled from here on have types of those names.
e:attach("other.lua")
check.show(script.call("other", "good", { e }))
