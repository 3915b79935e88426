int count = 0;
int not_a_function = 5;

double add(double a, double b)
{
    count++;
    return a + b;
}

array<Value>@ how_often()
{
    return array<Value> = {count, script::path()};
}

Value same(Value value)
{
    return value;
}

void nothing()
{
}

void fail()
{
    entity::find_in_radius(Vec3(0, 0, 0), -1);
}
