void wrong()
{
    engine::set_time_scale();
    engine::set_time_scale("slow");
}
