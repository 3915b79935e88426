# A rotation has length 1: another length is scaled to it, and what has no length is refused.
import check

e = entity.create()
e.add("Transform")
e.set_rotation(Quat(0, 2, 0, 0))
check.show(e.get_rotation())
check.fails(component.set_rotation, e, Quat(0, 0, 0, 0))
check.show(e.get_rotation())
