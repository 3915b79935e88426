import check

component.define("Body", {"mass": 1.5, "speed": "Vec3", "alive": True, "points": 3, "name": "string"})
a, b = entity.create(), entity.create()
a.add("Body", {"speed": Vec3(1, 0, 0)})
b.add("Body", {"speed": Vec3(0, 2, 0), "mass": 4.0, "name": "b"})

q = query.create(["Body"])
mass, speed = q.column("Body.mass"), q.column("Body.speed")
check.show(q.count(), mass.to_list(), speed.to_list())
mass.scale(2)
speed.scale(mass)
check.show(a.get("Body"), b.get("Body"))
check.show(q.column("Body.speed.y").to_list(), q.column("Body.alive").to_list(), q.column("Body.points").sum())
check.fails(lambda: q.column("Body.name"))
check.fails(lambda: q.column("Body.mas"))
