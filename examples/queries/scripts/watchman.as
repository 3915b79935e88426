// The watchman: sees what goes out, and every few seconds lights one of them again.

const double ROUND = 2.5;       // seconds

// With `changed`, a query finds only those of which that component was added or written since it was last asked.
Query@ gone_out = query::create(array<string> = { "Dark" }, changed: array<string> = { "Dark" });
Query@ dark = query::create(array<string> = { "Torch", "Dark" });

double walked = 0;

void tell(const string &in text) {
    print(formatFloat(engine::total_time(), "", 4, 1) + " s  " + text);
}

void update(double dt) {
    array<Entity>@ found = gone_out.entities();
    for (uint i = 0; i < found.length(); i++) {
        tell(found[i].name() + " goes out; dark now: " + dark.count());
    }
    walked += dt;
    if (walked < ROUND) {
        return;
    }
    walked = 0;
    if (!dark.is_empty()) {
        Entity torch = dark.first();
        double time = engine::total_time() - component::dark(torch).since;
        torch.remove("Dark");
        component::torch(torch).oil = 8.0;
        tell("the watchman lights " + torch.name() + ", which was dark for " + formatFloat(time, "", 0, 1) + " s");
    }
}
