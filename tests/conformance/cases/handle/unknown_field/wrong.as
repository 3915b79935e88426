void wrong(Health@ health, Stats@ stats, Component@ any)
{
    health.curent;
    health.curent = 5;
    health.zebra;
    stats.armor.layer;
    stats.armor.layer = 1;
    any[1];
    any[1] = 2;
    any[dictionary()];
}
