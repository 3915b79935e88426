local check = require "check"
local health = component.describe("Health")
check.show(health.name, health.doc, #health.fields)
for _, field in ipairs(health.fields) do
    check.show(field.name, field.type, field.doc, field.variants, field.fields)
end
for _, field in ipairs(component.describe("Stats").fields) do
    check.show(field.name, field.type, field.fields)
end
check.show(component.describe("Brain").fields[1].variants)
check.show(component.describe("Speed").fields)
check.show(component.describe("Bag").fields[2].type)
check.fails(component.describe, "Helth")
check.fails(component.describe, "")
check.fails(component.describe, nil)
check.fails(component.describe, 5)
check.fails(component.describe)
check.fails(component.describe, "Health", 1)
