// Mission control: switches the systems of the flight on and off by their names, and tells how it goes.

const Entity rocket = entity::find_by_name("Rocket");

void tell(const string &in text) {
    print(formatFloat(engine::total_time(), "", 4, 1) + " s  " + text);
}

void telemetry(double dt) {
    double height = component::transform(rocket).translation.y;
    tell(formatFloat(height, "", 5, 1) + " m, " + formatFloat(rocket.data()["velocity"], "+", 5, 1) + " m/s");
}

void main() {
    // After everything else, so that it tells of a frame that is done; and only twice a second.
    system::register("telemetry", telemetry, phase: "post_update", rate: 2);
}

void on_start() {
    // The parachute stays in its bag for now.
    system::disable("brake");
}

// `update` is part of the system "scripts", whose priority of 100 puts it before the flight's.
void update(double dt) {
    Data@ data = rocket.data();
    if (system::is_enabled("burn")) {
        if (double(data["fuel"]) <= 0) {
            tell("the motor is out");
            system::disable("burn");
        }
    } else if (!system::is_enabled("brake")) {
        if (double(data["velocity"]) < 0) {
            tell("the parachute opens");
            system::enable("brake");
            // From here on it is a quiet ride: every two seconds will do.
            system::set_update_rate("telemetry", 0.5);
        }
    } else if (component::transform(rocket).translation.y == 0) {
        tell("it has landed");
        data["velocity"] = 0.0;
        system::disable("fall");
        system::disable("brake");
        system::disable("move");
        // This one is not needed any more.
        system::unregister("telemetry");
    }
}

// What systems cost is counted all the time. How many milliseconds they took is there as well, and another number on
// every run.
void on_stop() {
    array<Value>@ costs = system::all_performance();
    for (uint i = 0; i < costs.length(); i++) {
        string name = costs[i]["name"];
        string state = system::is_enabled(name) ? "on" : "off";
        print(formatInt(costs[i]["runs"], "", 5) + " runs of " + name + ", which is " + state);
    }
}
