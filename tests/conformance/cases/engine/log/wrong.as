void wrong()
{
    engine::log();
    engine::log(null);
    engine::log(5);
    engine::log("x", 3);
    engine::log("x", "info", "y");
}
