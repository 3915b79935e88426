// frames: 2
// What is written to a column's memory is written to the components, whoever looks, and shows whatever is written to them. In
// Python it is memory that libraries work on; other languages write rows of the column, and see the same.
#include "check"

array<Entity> list;
array<Vec3> seen;
Query@ q;

void write(int row, const Vec3 &in value)
{
    q.column("Transform.translation").set_at(list[row], value);
}

Vec3 read(int row)
{
    return Vec3(q.column("Transform.translation").get(list[row]));
}

void look(Entity e, Transform@ transform)
{
    seen.insertLast(transform.translation);
}

void visit(Entity e, Transform@ transform)
{
    for (int row = 0; row < 4; row++) {
        if (list[row] == e) {
            write(row, read(row) + Vec3(0, 0, 1));
            transform.translation.x = transform.translation.x + 100;
        }
    }
}

void on_start()
{
    for (int i = 1; i <= 4; i++) {
        Entity e = entity::create();
        list.insertLast(e);
        e.add("Transform", dictionary = {{"translation", Vec3(i, 0, 0)}});
    }
    @q = query::create(array<string> = {"Transform"});

    // Everybody sees what was written.
    write(0, Vec3(1, 10, 0));
    check::show(list[0].get_position());
    write(0, Vec3(1, 11, 0));
    check::show(component::transform(list[0]).translation);
    write(0, Vec3(1, 12, 0));
    check::show(list[0].get("Transform")["translation"]);
    write(0, Vec3(1, 13, 0));
    check::show(component::get_positions(list));
    write(1, Vec3(100, 0, 0));
    check::show(entity::find_in_radius(Vec3(100, 0, 0), 1)[0] == list[1]);
    write(1, Vec3(101, 0, 0));
    q.each(look);
    check::show(seen);
    write(1, Vec3(102, 0, 0));
    check::show(list[1].clone().get_position());
    write(1, Vec3(103, 0, 0));
    check::show(q.column("Transform.translation.x").get(list[1]), q.column("Transform.translation").sum());

    // What anybody writes shows.
    list[2].set_position(Vec3(3, 1, 0));
    check::show(read(2));
    Transform@ handle = component::transform(list[2]);
    handle.translation = Vec3(3, 2, 0);
    check::show(read(2));
    handle.translation.y = 3;
    check::show(read(2));
    list[2].set("Transform", dictionary = {{"translation", Vec3(3, 4, 0)}});
    check::show(read(2));
    list[2].add("Transform", dictionary = {{"translation", Vec3(3, 5, 0)}});
    check::show(read(2));
    component::set_positions(list, array<Vec3> = {Vec3(0, 6, 0), Vec3(1, 6, 0), Vec3(2, 6, 0), Vec3(3, 6, 0)});
    check::show(read(0), read(1), read(2), read(3));
    q.column("Transform.translation").add(Vec3(0, 1, 0));
    check::show(read(0), read(3));

    // Both at once, in one vector: nothing is lost.
    q.column("Transform.translation.x").set_at(list[3], 30);
    @handle = component::transform(list[3]);
    handle.translation.y = 40;
    check::show(read(3), list[3].get_position());
    q.column("Transform.translation.z").set(5);
    q.column("Transform.translation.x").set_at(list[3], 31);
    check::show(read(3), list[3].get_position());

    // A function that is called meanwhile writes and sees as well.
    q.each(visit);
    check::show(component::get_positions(list));
    check::show(array<Vec3> = {read(0), read(1), read(2), read(3)});

    // An entity that moves in memory keeps its row.
    list[1].add("Speed");
    write(1, Vec3(1, 1, 1));
    check::show(list[1].get_position());
    list[1].set_position(Vec3(2, 2, 2));
    check::show(read(1));
}

void update(double dt)
{
    array<bool> changed;
    for (uint i = 0; i < list.length(); i++)
        changed.insertLast(list[i].changed("Transform"));
    check::show(changed);
    if (engine::frame() == 0)
        write(2, Vec3(7, 7, 7));
}
