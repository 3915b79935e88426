# A script has its own copy of each module, but types are the same for all, so that nobody can add to them.
import check


def create_named(name):
    e = entity.create()
    e.set_name(name)
    return e


entity.create_named = create_named
check.show(entity.create_named("Hero").name())
try:
    Vec3.MIDDLE = Vec3(0.5, 0.5, 0.5)
except Exception:
    check.show("refused", Vec3.ONE)
del entity.destroy
check.fails(lambda: entity.destroy)
