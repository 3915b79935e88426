use std::sync::Arc;
use std::sync::atomic::Ordering;

use glotta_core::{Arg, ErrorKind, Object, Value};
use glotta_test_game::bells::{self, Horn};

use crate::game::Game;

fn game() -> Game {
    Game::with(&bells::modules())
}

#[test]
fn an_object_has_the_methods_of_its_class() {
    let mut game = game();
    game.load(
        "b = bells.create(3)
print(b, b.pitch(), b.ring(), b.ring(2), b.ring(pause=5), b.above(bells.create(1)), b.above(other=None))
print(f'{b!r}!', type(b).__name__, type(b).__module__, bells.maybe(), bells.maybe(4).pitch())
print(bells.pitches(bells.several([5, 6])), horns.create().pitch(), callable(b.ring))
print(b.ring.__doc__.splitlines()[0], type(b).ring.__text_signature__)
print(type(b) is type(bells.create(1)), type(b) is type(horns.create()))",
    )
    .expect("runs");
    assert_eq!(
        game.host.printed,
        "Bell 3 1 3 4 2 3\nBell! Bell glotta None 4\n[5, 6] -1 True\n\
         Bell.ring(bell: Bell, times: int = 1, pause: int = 0) -> int ($self, times=1, pause=0)\nTrue False\n"
    );
}

#[test]
fn what_is_wrong_with_a_call_of_a_method_is_told() {
    let mut game = game();
    for (body, message) in [
        ("bells.create(1).rnig()", "Bell has no method \"rnig\"; did you mean \"ring\"?"),
        ("type(bells.create(1)).pitch()", "unbound method Bell.pitch() needs an argument"),
        ("type(bells.create(1)).pitch(5)", "doesn't apply to a 'int' object"),
        ("type(bells.create(1)).pitch(horns.create())", "doesn't apply to a 'glotta.Horn' object"),
        ("bells.create(1).ring('x')", "Bell.ring: argument 2 (times): expected int, got string \"x\""),
        ("bells.create(1).ring(tiems=2)", "Bell.ring: has no parameter \"tiems\"; did you mean \"times\"?"),
        ("bells.create(1).ring(0)", "Bell.ring: a bell rings at least once, not 0 times"),
        ("bells.create(1).above(horns.create())", "Bell.above: argument 2 (other): expected Bell, got Horn"),
        (
            "bells.pitches([horns.create()])",
            "bells.pitches: argument 1 (bells): element 1: expected Bell, got Horn",
        ),
        ("bells.create(1).pitch = 5", "Bell has no fields to assign"),
        ("bells.ring(bells.create(1))", "bells has no function \"ring\""),
        ("bells.create(bells.create(1))", "bells.create: argument 1 (pitch): expected int, got Bell"),
        ("type(bells.create(1))()", "Bell: comes from the engine and cannot be made"),
        ("class B(type(bells.create(1))): pass", "type 'glotta.Bell' is not an acceptable base type"),
        ("import copy\ncopy.copy(bells.create(1))", "Bell belongs to the engine and cannot be copied"),
        ("import pickle\npickle.dumps(bells.create(1))", "Bell belongs to the engine and cannot be copied"),
    ] {
        let error = game.error(body);
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
            "seen = {}
def take(b):
    seen[b] = seen.get(b, 0) + 1
    assert test.echo(b) == b and test.echo([b])[0] == b
    print(seen[b], b.pitch(), b == bells.create(7), b != 5)
    return b",
        )
        .expect("runs");
    for _ in 0..2 {
        assert_eq!(game.call(module, "take", &[Arg::Value(&bell)]).ok(), Some(bell.clone()));
    }
    assert_eq!(game.host.printed, "1 7 False True\n2 7 False True\n");
}

#[test]
fn an_object_goes_when_the_last_holder_lets_it_go() {
    let mut game = game();
    let living = Arc::clone(&game.host.world.living);
    assert_eq!(game.eval("kept = [bells.create(1)]\nbells.create(2)\nreturn bells.living()"), Value::Int(1));
    assert_eq!(living.load(Ordering::Relaxed), 0);
    game.load("kept = bells.create(1)").expect("runs");
    assert_eq!(living.load(Ordering::Relaxed), 1);
    drop(game);
    assert_eq!(living.load(Ordering::Relaxed), 0);
}

#[test]
fn an_object_of_a_class_that_no_api_has_can_be_held() {
    let mut game = Game::new();
    let horn = Value::Object(Object::new(Horn));
    let module = game
        .load("def take(h):\n    print(h)\n    return h\ndef use(h):\n    return h.no_such()")
        .expect("runs");
    assert_eq!(game.call(module, "take", &[Arg::Value(&horn)]).ok(), Some(horn.clone()));
    let error = game.call(module, "use", &[Arg::Value(&horn)]).expect_err("no methods");
    assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, "Horn has no method \"no_such\""));
}
