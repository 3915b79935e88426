#include "check"

void main()
{
    for (int i = 1; i <= 5; i++) {
        Entity e = entity::create();
        e.add("Health", dictionary = {{"current", i}, {"max", 3}});
        e.add("Stats", dictionary = {{"alive", i % 2 == 1}, {"level", i}, {"tint", Vec3(i, 0, 0)}});
    }
    Query@ q = query::create(array<string> = {"Health", "Stats"});
    Column@ current = q.column("Health.current"), max = q.column("Health.max"), level = q.column("Stats.level");
    check::show(current.less(3).to_list());
    check::show(current.less_equal(max).to_list());
    check::show(current.greater(max).to_list());
    check::show(current.greater_equal(level).to_list());
    check::show(current.equal(3).to_list());
    check::show(current.not_equal(max).to_list());
    check::show(level.greater(2.5).to_list(), level.equal(2).to_list());
    check::show(q.column("Stats.tint").equal(Vec3(2, 0, 0)).to_list());

    // A bool of a component is a mask too.
    Column@ alive = q.column("Stats.alive");
    Column@ weak = current.less(max);
    check::show(alive.count(), weak.count(), alive.both(weak).to_list(), alive.either(weak).to_list());
    check::show(alive.inverse().to_list(), alive.equal(false).count(), alive.equal(weak).to_list());

    // With a mask, only those rows are worked on.
    current.add(10, weak);
    check::show(current.to_list(), current.to_list(weak), current.entities(weak).length(),
                current.entities().length());
    current.set(max, alive);
    check::show(current.to_list());
    current.set_list(array<int> = {20, 40}, alive.inverse());
    check::show(current.to_list(), current.sum(alive), current.min(weak), current.max(weak), current.mean(weak));
    level.mul(2, alive);
    current.add_scaled(max, level, weak);
    current.scale(0.5, alive);
    current.clamp(2, 30, current.greater(25));
    check::show(level.to_list(), current.to_list());
    Column@ tint = q.column("Stats.tint");
    tint.normalize(weak);
    check::show(tint.to_list());
    alive.set(false, weak);
    check::show(alive.to_list());
    Column@ none = current.less(0);
    check::show(none.count(), current.to_list(none), current.sum(none), current.min(none), current.entities(none));
}
