class Vec3 {
}

class string {
}

enum Entity {
    Nobody
}

const double PI = 3;
