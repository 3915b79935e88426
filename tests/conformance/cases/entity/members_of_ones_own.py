# A module of the API is the same for all scripts, as Python's own modules are, but nobody can change it.
import check


def create_named(name):
    e = entity.create()
    e.set_name(name)
    return e


check.show(create_named("Hero").name())
check.fails_somehow(setattr, entity, "create_named", create_named)
check.fails_somehow(setattr, Vec3, "MIDDLE", Vec3(0.5, 0.5, 0.5))
check.fails_somehow(delattr, entity, "destroy")
check.show(Vec3.ONE, entity.create().is_valid())
# A name of the script's own hides it in this script.
entity = None
check.show(entity, check.dead().is_valid())
