// A component of this game's own. From here on it is like one of the engine's: templates name it, queries find it, and
// scripts of every language read and write it. A default says what type a field has.
//
// Here it is made, so it is no type yet; in each script that is compiled after this one it is: `Animal@`.

void main() {
    component::define("Animal", dictionary = {
        { "health", dictionary = { { "default", 10 }, { "doc", "How much it can still bear." } } },
        { "speed", dictionary = { { "default", 1.0 }, { "doc", "How fast it runs, in metres a second." } } }
    }, "What lives on the meadow.");
}
