void main()
{
    engine::on_cleanup(function() { print("first"); });
    engine::on_cleanup(function() { throw("oh no"); });
    engine::on_cleanup(function() { print("third"); });
    print("body");
}
