void main()
{
    Query@ q = query::create(array<string> = {"Stats"});
    q.column();
    q.column(5);
    q.column("Stats.level", 1);
    Column column;
}
