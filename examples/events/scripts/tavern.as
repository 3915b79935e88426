// The tavern: has room for the crews of two ships.

int rooms = 2;
int64 subscription;

void make_a_bed(const Value &in ship) {
    string name = ship["name"];
    rooms--;
    print("frame " + engine::frame() + "  tavern: a room for the crew of the " + name);
    if (rooms == 0) {
        // Whoever has heard enough stops listening.
        event::unsubscribe(subscription);
    }
}

void main() {
    subscription = event::subscribe("ship.arrived", make_a_bed);
}
