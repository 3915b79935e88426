// frames: 2
void on_start()
{
    entity::create().attach("herd");
    entity::create().attach("herd");
}
