import check

health = component.describe("Health")
check.show(health["name"], health["doc"], len(health["fields"]))
for field in health["fields"]:
    check.show(field["name"], field["type"], field["doc"], field["variants"], field.get("fields"))
for field in component.describe("Stats")["fields"]:
    check.show(field["name"], field["type"], field.get("fields"))
check.show(component.describe("Brain")["fields"][0]["variants"])
check.show(component.describe("Speed")["fields"])
check.show(component.describe("Bag")["fields"][1]["type"])
check.fails(component.describe, "Helth")
check.fails(component.describe, "")
check.fails(component.describe, None)
check.fails(component.describe, 5)
check.fails(component.describe)
check.fails(component.describe, "Health", 1)
