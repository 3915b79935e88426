# What may be left out is given by its name.
import check


def nothing(dt):
    pass


def show(name):
    it = system.describe(name)
    check.show(it["phase"], it["priority"], it["rate"], it["reads"], it["writes"])


system.register("a", nothing, priority=10)
show("a")
system.register("b", nothing, rate=2.5, phase="post_update", writes=["Health"])
show("b")
system.register("c", nothing)
show("c")
options = {"reads": ["Health", "Speed"], "rate": None}
system.register("d", nothing, **options)
show("d")
system.set_update_rate("a", rate=20)
show("a")
check.show(options["reads"])
check.show(query.create([]).count(), query.create([], tag="boss").count())
check.show(query.create(["Health"], ["Speed"]).count(), query.create(["Health"], without=[]).count())
e = entity.create()
child = entity.create()
child.set_parent(parent=e)
check.show(child.parent() == e, len(e.clone(children=True).children()), len(e.clone().children()))
q = query.create(["Health"])
check.show(q.count(), q.column("Health.current").sum(mask=q.column("Health.current").less(5)))

check.fails(system.register, "e", nothing, phase="later")
check.fails(system.register, "e", nothing, writes=[5])
check.fails(query.create, ["Health"], tag=5)
check.fails(query.create, ["Health"], changed=["Helth"])
check.show(system.exists("e"))
