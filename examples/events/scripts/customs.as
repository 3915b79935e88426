// The customs: answers one event with another.

const int64 duty = engine::setting("duty");

void levy(const Value &in ship) {
    // Emitted while events are delivered, it comes in the next frame: events that answer each other for ever take
    // turns with the game and do not hold it up.
    event::emit("duty.paid", dictionary = { { "ship", ship["name"] }, { "coins", int64(ship["tons"]) * duty } });
}

// Subscribed here and not in `on_start`, this goes on with the new code when this file changes while the game runs.
void main() {
    event::subscribe("ship.arrived", levy);
}
