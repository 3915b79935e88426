local check = require "check"
check.fails(entity.find_with_component)
check.fails(entity.find_with_component, "Helth")
check.fails(entity.find_with_component, "health")
check.fails(entity.find_with_component, "Zebra")
check.fails(entity.find_with_component, "")
check.fails(entity.find_with_component, 5)
check.fails(entity.find_with_component, "Health", "Stats")
