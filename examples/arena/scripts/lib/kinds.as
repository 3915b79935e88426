// The kinds of enemies, as glotta.toml has them. Their numbers are read once: a field of a class costs no look-up.

class Kind {
    string name;
    double share;
    double hp;
    double speed;
    double radius;
    double damage;
    double pause;

    Kind(const string &in name) {
        this.name = name;
        Value numbers = engine::setting("kinds." + name);
        share = numbers["share"];
        hp = numbers["hp"];
        speed = numbers["speed"];
        radius = numbers["radius"];
        damage = numbers["damage"];
        pause = numbers["pause"];
    }
}

namespace kinds {

// In this order, since the dice are thrown for one after the other.
array<Kind@> all = { Kind("runner"), Kind("grunt"), Kind("brute") };

// The largest radius of all kinds: how far away a neighbour can be and still be touched.
double widest = max(max(all[0].radius, all[1].radius), all[2].radius);

Kind@ named(const string &in name) {
    for (uint i = 0; i < all.length(); i++) {
        if (all[i].name == name) {
            return all[i];
        }
    }
    throw("there is no kind of enemy that is called " + name);
    return null;
}

}
