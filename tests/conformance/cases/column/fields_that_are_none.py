import check

e = entity.create()
e.add("Transform")
e.add("Stats")
e.add("Banner", {"color": "red"})
e.add("Brain")
e.add("Bag")
q = query.create(["Transform", "Stats", "Banner", "Brain", "Bag"])
for name in ["", "Transform", "Transform.", "Transfrom.translation", "Transform.translatoin",
             "Transform.translation.w", "Transform.translation.x.y", "Stats.armor", "Stats.armor.layer", "Stats.name",
             "Stats.target", "Stats.level.x", "Banner.color", "Brain.mode", "Bag.items", "Bag.items.x",
             "Health.current", "translation", "..", "Relic.power"]:
    check.fails(q.column, name)
check.fails(q.column)
check.fails(q.column, 5)
check.fails(q.column, ["Stats.level"])
check.fails(q.column, "Stats.level", 1)
