// frames: 5
// What is set in one frame counts from the next on.
array<double> scales = {2, 0.5, 0, 1, 1};
double last = 0;

void update(double dt)
{
    print(formatFloat(dt, "", 0, 5) + " " + formatFloat(engine::total_time() - last, "", 0, 5));
    last = engine::total_time();
    engine::set_time_scale(scales[0]);
    scales.removeAt(0);
}
