// Each language says in its own words what is wrong with a member of nothing.
class Hero {
    string name;
}

void main() {
    Hero@ hero;
    print(hero.name);
}
