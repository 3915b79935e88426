import check

e = entity.create()
e.add("Banner", {"color": "red"})
check.show(e.get("Banner"))
# It cannot be changed in place, but it can be replaced, and that is what set and handles do.
e.set("Banner", {"color": "blue"})
check.show(e.get("Banner"))
e.handle("Banner").color = "green"
check.show(e.get("Banner"))
