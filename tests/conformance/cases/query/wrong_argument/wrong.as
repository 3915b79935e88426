void main() {
    query::create();
    Query@ healthy = query::create(array<string> = {"Health"});
    healthy.each();
    healthy.contains();
    healthy.count(1);
    healthy.cuont();
    healthy.size = 5;
    query::count(healthy);
    entity::destroy(healthy);
    Query copy;
}
