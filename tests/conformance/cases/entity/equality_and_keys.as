#include "check"

// A dictionary's keys are texts, so what is known of entities is found by their place in an array.
array<Entity> known;
array<string> notes;

Value note_of(Entity e) {
    int at = known.find(e);
    return at < 0 ? Value() : Value(notes[at]);
}

void main() {
    Entity e = entity::create(), other = entity::create();
    e.set_name("Hero");
    Entity again = entity::find_by_name("Hero");
    check::show(e == again, e == other, e == "Hero", e == Value());
    // The same entity is the same, however it was come by.
    known.insertLast(e);
    notes.insertLast("seen");
    check::show(note_of(again), note_of(other));
}
