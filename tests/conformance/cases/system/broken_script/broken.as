void never(double) { print("never"); }

void main()
{
    system::register("left behind", never);
    entity::find_in_radius(Vec3(0, 0, 0), -1);
}
