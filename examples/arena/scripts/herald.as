// The herald: cries out what happens. The game is the same without him.

Asset saws = asset::load("herald.txt", "text");
array<string> lines;                // what he has to say of waves, once it is there

void learn(Asset saws, Value error) {
    if (!error.isNull()) {
        return; // the log says so, and he has nothing to say
    }
    string text = asset::get(saws);
    lines = text.split("\n");
    lines.removeLast();             // what comes after the last end of a line
    asset::unload(saws);
}

// Each wave has its line, by its number and not by chance: engine::random() would change the game for all others.
void wave(const Value &in wave) {
    int64 number = wave["number"], size = wave["size"], total = wave["total"];
    engine::log(
        "wave " + number + ": " + size + " more, " + total + " on the field. "
        + (lines.isEmpty() ? "" : lines[(number - 1) % lines.length()])
    );
}

void wounded(Entity hero) {
    engine::log(hero.name() + " is wounded");
}

void fallen(Entity hero) {
    engine::log(hero.name() + " has fallen", "warn");
}

void defeat(int64 wave) {
    engine::log("all heroes are down in wave " + wave, "warn");
}

// What the player may not know he is told once, and not at all if he has found out himself.
int64 hint, known;

void forget() {
    event::unsubscribe(hint);
    input::off_action(known);
}

void tell_of_rally(Entity hero) {
    engine::log("(" + string(engine::setting("help.rally")) + ")");
    forget();
}

void main() {
    asset::on_load(saws, learn);
    event::subscribe("wave", wave);
    event::subscribe("wounded", wounded);
    event::subscribe("fallen", fallen);
    event::subscribe("defeat", defeat);
    hint = event::subscribe("fallen", tell_of_rally);
    known = input::on_action("rally", forget);
}
