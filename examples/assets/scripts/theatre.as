// The theatre: plays what its assets say.

// Files are asked for here and are there in a later frame: nothing waits for the disk.
const Asset prologue = asset::load("play/prologue.txt", "text");
const Asset cast_list = asset::load("play/cast.json", "data");
const Asset scenes = asset::load("play/scenes.toml", "data");
const Asset props = asset::load("play/props.toml", "data");
const Asset epilogue = asset::load("play/epilogue.txt", "text");
Asset fool;
bool fool_was_called = false;

double curtain = -1;            // when it rose, in seconds of the game
array<Value>@ lines;            // what the scenes say: a copy, taken once
uint spoken = 0;

// A file that is not there or not as it should be does not stop the game. What to do without it is ours to decide.
// This is called once for each file, when it is there or has failed: with the reason, if it has.
void complain(Asset what, Value error) {
    if (!error.isNull()) {
        print("(without " + asset::path(what) + ": " + string(error["message"]) + ")");
    }
}

void raise_curtain() {
    curtain = engine::total_time();
    print(asset::get(prologue));
    @lines = asset::get(scenes)["line"];
}

// The play begins when all that it needs is there, whichever comes last.
int missing = 3;

void arrive(Asset what, Value error) {
    complain(what, error);
    if (error.isNull() && --missing == 0) {
        raise_curtain();
    }
}

void speak(double now) {
    if (spoken < lines.length() && now >= double(lines[spoken]["at"])) {
        string who = lines[spoken]["who"], says = lines[spoken]["says"];
        spoken++;
        print(string(asset::get(cast_list)[who]) + ": " + says);
    }
}

// A script is an asset as well. It is in memory for as long as its act is on. Whoever looks in each frame anyway can
// ask whether it is there, and needs no function for it.
void bring_the_fool(double now) {
    if (!fool_was_called && now > 4) {
        fool = asset::load("scripts/fool", "script");
        fool_was_called = true;
    } else if (asset::is_loaded(fool)) {
        string joke = script::call(asset::get(fool), "joke", array<Value> = { "kettle" });
        print("The fool: " + joke);
        asset::unload(fool);
    }
}

// Called when the file was saved and the game runs with --watch, and when a script asks for it, as we do below.
void read_anew(Asset what) {
    @lines = asset::get(what)["line"];
    print("(" + asset::path(what) + " is read anew: " + lines.length() + " lines)");
}

void main() {
    asset::on_load(prologue, arrive);
    asset::on_load(cast_list, arrive);
    asset::on_load(scenes, arrive);
    asset::on_load(props, complain);
    asset::on_load(epilogue, complain);
    asset::on_reload(scenes, read_anew);
}

void update(double dt) {
    if (curtain < 0) {
        return;
    }
    double now = engine::total_time() - curtain;
    speak(now);
    bring_the_fool(now);
    if (engine::frame() == 300) {
        asset::reload(scenes);
    }
}

void on_stop() {
    array<Asset>@ all = asset::find_by_type("data");
    for (uint i = 0; i < all.length(); i++) {
        Value error = asset::error(all[i]);
        string place = error.isNull() ? "" : " in line " + int64(error["line"]);
        print(asset::path(all[i]) + " is " + asset::state(all[i]) + place);
    }
}
