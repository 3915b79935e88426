// The harbour: says what happens, to whoever may listen.

array<Value>@ ships = engine::setting("ships");

void update(double dt) {
    for (uint i = 0; i < ships.length(); i++) {
        if (engine::frame() == int64(ships[i]["frame"])) {
            string name = ships[i]["name"];
            print("frame " + engine::frame() + "  harbour: the " + name + " comes in");
            // A value of any kind goes with an event. It is delivered when all updates of this frame have run.
            event::emit("ship.arrived", ships[i]);
        }
    }
}

void on_stop() {
    // What is emitted now is delivered before the game is over.
    event::emit("harbour.closed");
}
