// An argument too many does not compile: the errors are the compiler's.
void main()
{
    engine::frame_time(1);
    engine::total_time(1);
    engine::frame(1);
    engine::time_scale(1);
    engine::random(1);
}
