void wrong(Health@ health, Stats@ stats, Component@ any)
{
    health.curent;
    health.curent = 5;
    health.zebra;
    stats.armor.layer;
    stats.armor.layer = 1;
    Value first = any[1];
    any[1] = 2;
    Value second = any[dictionary()];
}
