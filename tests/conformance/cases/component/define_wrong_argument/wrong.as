void main()
{
    component::define();
    component::define(5, dictionary());
    component::define("New", 5);
    component::define("New", dictionary = {{"a", 1}}, 5);
    component::define("New", dictionary = {{"a", 1}}, "doc", 1);
}
