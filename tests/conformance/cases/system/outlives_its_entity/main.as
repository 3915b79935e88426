// frames: 4
void on_start()
{
    entity::create().attach("mayfly");
}
