void main()
{
    Column@ column = query::create(array<string> = {"Speed"}).column("Speed.value");
    column.add();
    column.scale();
    column.add_scaled(column);
    column.add_scaled(5, 1);
    column.clamp(5);
    column.set_list();
    column.set_at(1, 1);
    column.len(1);
    column.lenght();
    column.size = 5;
    query::len(column);
    Column copy;
}
