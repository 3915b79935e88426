# engine.setting hands its default back: the shortest way into the engine and out again.
import check

e = entity.create()


def back(value):
    return engine.setting("no.such.setting", value)


check.show(back(None), back(True), back(False))
check.show(back(0), back(-1), back(1.0), back(0.1))
check.show(back("text"), back(""))
check.show(back(Vec2(1, 2)), back(Vec3(1, 2, 3)), back(Quat(0, 0, 0, 1)))
check.show(back(e) == e)
check.show(back([1, 2.0, "three"]), back({"a": 1, "b": {"c": 2}}))
check.show(back({}), back([[]]), back({"a": []}))
