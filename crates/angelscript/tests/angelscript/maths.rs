//! Functions of numbers.

use crate::game::{Game, prints};

#[test]
fn the_least_and_the_most_of_numbers_of_different_types_is_their_common_type() {
    assert_eq!(
        prints(
            "float f = 0.5f; double d = 0.25; int64 big = 7; uint few = 3;
             print(clamp(f, 0, 1), clamp(d, 0, 1), clamp(d, 0, big), clamp(f, 0.0, 1), clamp(2, 0.5, 1));
             print(min(f, 3), min(d, big), max(f, d), max(0, d), min(few, 2), max(few, 3.5f), min(few, big));
             int whole = clamp(7, 0, 5); print(whole, 5 / min(2, 4));"
        ),
        "0.5 0.25 0.25 0.5 1\n0.5 0.25 0.5 0.25 2 3.5 3\n5 2\n"
    );
}

#[test]
fn values_and_data_are_compared_as_the_numbers_that_they_hold() {
    assert_eq!(
        prints(
            "Entity e = entity::create(); Data@ d = entity::data(e); d[\"hp\"] = 2.5; d[\"full\"] = 10; Value v = 4;
             d[\"hp\"] = max(d[\"hp\"] - 1, 0); print(d[\"hp\"]);
             d[\"hp\"] = clamp(d[\"hp\"] + 100, 0, d[\"full\"]); print(d[\"hp\"]);
             print(min(v, 3), Value(min(v, 3)).kind(), min(v, d[\"hp\"]), max(d[\"full\"], v));
             int hp = min(d[\"full\"], 7); print(hp, abs(d[\"full\"] - 12), abs(v - 4.5));"
        ),
        "1.5\n10\n3 int 4 10\n7 2 0.5\n"
    );
}

#[test]
fn what_is_no_number_is_told() {
    let mut game = Game::new();
    let error = game.error("Value v = \"up\"; print(min(1, v));");
    assert_eq!(error.message(), "min: argument 2: expected number, got string \"up\"");
    let error = game.error("Value v = 1; print(clamp(v, 2.0, 1));");
    assert!(error.message().starts_with("clamp: the lower bound"), "{error}");
}

#[test]
fn numbers_between_two_and_signs_are_computed() {
    assert_eq!(
        prints("print(lerp(1, 3, 0.5), lerp(0.1, 0.7, 1), sign(-3), sign(0), sign(2.5));"),
        "2 0.7 -1 0 1\n"
    );
}
