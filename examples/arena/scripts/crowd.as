// The crowd: pushes enemies apart, each away from the middle of those that share a square with it, the more the more
// they are.
//
// That is about each one's neighbours, which no column knows, so it is a loop in this script. A crowd is slow: a few
// times a second are enough, and in between the horde moves on with the push it has.

Query@ horde = query::create(array<string> = { "Enemy", "Transform" });
const double reach = engine::setting("field.radius");

const double CELL = 2.0;            // the crowd is counted in squares of this side, metres
const double PRESSURE = 0.5;        // how much each other one in a square pushes, 1/s
const double HARDEST_PUSH = 3.0;    // metres a second
const double RATE = 6, RATE_OF_FEW = 10;       // how often they press, times a second
const int64 FEW = 300;              // so many can be looked after more often

// A square of the field, as the crowd sees it: how many are in it, and the sums of their x and z.
final class Square {
    int count = 0;
    double sum_x = 0;
    double sum_z = 0;
}

bool is_aside = false;

// The squares lie half a square aside every other time, so that those on both sides of an edge meet too.
void press() {
    is_aside = !is_aside;
    const int across = int(2 * reach / CELL) + 3;
    double offset = across / 2 + (is_aside ? 0.5 : 0.0);    // so that no square has a negative number
    array<Value>@ xs = horde.column("Transform.translation.x").to_list();
    array<Value>@ zs = horde.column("Transform.translation.z").to_list();

    array<Square@> squares(across * across);
    array<Square@> around(xs.length());
    for (uint i = 0; i < xs.length(); i++) {
        double x = xs[i], z = zs[i];
        int cell = int(x / CELL + offset) * across + int(z / CELL + offset);
        if (squares[cell] is null) {
            @squares[cell] = Square();
        }
        Square@ square = squares[cell];
        square.count++;
        square.sum_x += x;
        square.sum_z += z;
        @around[i] = square;
    }

    array<double> pushes_x(xs.length()), pushes_z(xs.length());
    for (uint i = 0; i < xs.length(); i++) {
        Square@ square = around[i];
        double x = xs[i], z = zs[i];
        double strength = PRESSURE * (square.count - 1);
        pushes_x[i] = (x - square.sum_x / square.count) * strength;
        pushes_z[i] = (z - square.sum_z / square.count) * strength;
    }
    horde.column("Enemy.push.x").set_list(pushes_x);
    horde.column("Enemy.push.z").set_list(pushes_z);
    horde.column("Enemy.push").clamp(-HARDEST_PUSH, HARDEST_PUSH);
}

// By how many there are, not by how long it takes: that differs from run to run, and so would the game.
void choose_rate(const Value &in wave) {
    system::set_update_rate("crowd.press", int64(wave["total"]) <= FEW ? RATE_OF_FEW : RATE);
}

void main() {
    event::subscribe("wave", choose_rate);
    system::register("crowd.press", press, priority: 30, rate: RATE);
}
