// The menu: a context that lies over the game. What is held when it opens, the game sees let go; and the key that opened
// it does not close it before it is pressed again.

Data@ ship_data() {
    Entity ship = entity::find_by_name("Ship");
    return ship.data();
}

void pause(const string &in event, double value) {
    if (event == "pressed") {
        input::push_context("menu");
        Data@ data = ship_data();
        data["pauses"] = int64(data["pauses"]) + 1;
    }
}

void resume(const string &in event, double value) {
    if (event == "pressed") {
        input::pop_context();
    }
}

void choose(const string &in event, double value) {
    if (event == "pressed") {
        Data@ data = ship_data();
        data["choice"] = double(data["choice"]) + value;
    }
}

void on_start() {
    input::on_action("pause", pause);
    input::on_action("resume", resume);
    input::on_action("choose", choose);
}
