use std::sync::Arc;
use std::sync::atomic::Ordering;

use glotta_core::{Arg, Object, Value};
use glotta_test_game::bells::{self, Stranger};

use crate::game::Game;

fn game() -> Game {
    Game::with(&bells::modules())
}

#[test]
fn an_object_has_the_methods_of_its_class() {
    let mut game = game();
    game.load(
        "void main() {
             Bell@ b = bells::create(3);
             print(b, b.pitch());
             print(b.ring());
             print(b.ring(2));
             print(b.ring(1, 5), b.above(bells::create(1)), b.above());
             Bell@ none = bells::maybe();
             print(\"\" + b + \"!\", none is null, bells::maybe(4).pitch());
             array<Bell@>@ several = bells::several(array<int64> = {5, 6});
             print(bells::pitches(several)[1], several[0].pitch(), horns::create().pitch());
         }",
    )
    .expect("runs");
    assert_eq!(game.host.printed, "Bell 3\n1\n3\n4 2 3\nBell! true 4\n6 5 -1\n");
}

#[test]
fn what_is_wrong_with_a_call_of_a_method_is_told() {
    let mut game = game();
    for (body, message) in [
        ("bells::create(1).ring(0);", "Bell.ring: a bell rings at least once, not 0 times"),
        (
            "bells::create(1).above(horns::create());",
            "Bell.above: argument 2 (other): expected Bell, got Horn",
        ),
        ("bells::create(1).above(5);", "Bell.above: argument 2 (other): expected Bell, got int 5"),
        (
            "bells::pitches(array<Horn@> = {horns::create()});",
            "bells.pitches: argument 1 (bells): element 1: expected Bell, got Horn",
        ),
        ("bells::maybe().pitch();", "null"),
        ("Value v = horns::create(); Bell@ b = v;", "expected Bell, got Horn"),
        ("Value v = bells::create(1); int i = v;", "expected int, got Bell"),
    ] {
        let error = game.error(body);
        assert!(error.message().contains(message), "{body}: {error}");
    }
    for (body, message) in [
        ("bells::create(1).rnig();", "did you mean \"ring\"?"),
        ("bells::create(1).ring(\"x\");", "No matching signatures to 'Bell::ring(const string)'"),
        ("Bell@ b = horns::create();", "Can't implicitly convert from 'Horn@&' to 'Bell@&'"),
        ("Bell b;", "Bell"),
    ] {
        let error = game.load(&format!("void main() {{ {body} }}")).expect_err(body);
        assert!(error.message().contains(message), "{body}: {error}");
    }
}

#[test]
fn an_object_is_itself_wherever_it_comes_from() {
    let mut game = game();
    let living = Arc::clone(&game.host.world.living);
    let bell = Value::Object(bells::bell(&living, 7).into());
    let module = game
        .load(
            "Bell@ seen;
         Bell@ take(Bell@ b) {
             Value v = b;
             Bell@ back = v;
             Bell@ echoed = test::echo(b);
             Bell@ other = bells::create(7);
             print(seen is b, back is b, echoed is b, b is other, b == other, b == back, v.kind(), v);
             @seen = b;
             return b;
         }
         Value take_any(Value v) { return v; }",
        )
        .expect("runs");
    for _ in 0..2 {
        assert_eq!(game.call(module, "take", &[Arg::Value(&bell)]).ok(), Some(bell.clone()));
    }
    assert_eq!(game.call(module, "take_any", &[Arg::Value(&bell)]).ok(), Some(bell.clone()));
    assert_eq!(
        game.host.printed,
        "false true true false false true object Bell\ntrue true true false false true object Bell\n"
    );
}

#[test]
fn an_object_goes_when_the_last_holder_lets_it_go() {
    let mut game = game();
    let living = Arc::clone(&game.host.world.living);
    let module = game
        .load(
            "Bell@ kept; Value value;
         void keep() { @kept = bells::create(1); bells::create(2); value = kept; }
         void let_go() { @kept = null; }
         void forget() { value = Value(); }",
        )
        .expect("runs");
    game.call(module, "keep", &[]).expect("runs");
    assert_eq!(living.load(Ordering::Relaxed), 1);
    game.call(module, "let_go", &[]).expect("runs");
    assert_eq!(living.load(Ordering::Relaxed), 1);
    game.call(module, "forget", &[]).expect("runs");
    assert_eq!(living.load(Ordering::Relaxed), 0);
    game.call(module, "keep", &[]).expect("runs");
    drop(game);
    assert_eq!(living.load(Ordering::Relaxed), 0);
}

#[test]
fn an_object_of_a_class_that_no_api_has_can_be_held_as_a_value() {
    let mut game = Game::new();
    let stranger = Value::Object(Object::new(Stranger));
    let module = game.load("Value take(Value v) { print(v, v.kind()); return v; }").expect("runs");
    assert_eq!(game.call(module, "take", &[Arg::Value(&stranger)]).ok(), Some(stranger.clone()));
    assert_eq!(game.host.printed, "Stranger object\n");
}
