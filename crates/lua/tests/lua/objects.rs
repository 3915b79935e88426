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
        "local b = bells.create(3)
         print(b, b:pitch(), b:ring(), b:ring(2), b:ring(1, 5), b:above(bells.create(1)), b:above())
         print(tostring(b) .. '!', 'a ' .. b, type(b), bells.maybe(), bells.maybe(4):pitch())
         print(bells.pitches(bells.several({5, 6}))[2], horns.create():pitch())",
    )
    .expect("runs");
    assert_eq!(game.host.printed, "Bell\t3\t1\t3\t4\t2\t3\nBell!\ta Bell\tuserdata\tnil\t4\n6\t-1\n");
}

#[test]
fn what_is_wrong_with_a_call_of_a_method_is_told() {
    let mut game = game();
    for (body, message) in [
        ("bells.create(1):rnig()", "Bell has no method \"rnig\"; did you mean \"ring\"?"),
        (
            "bells.create(1).pitch()",
            "Bell.pitch: expected Bell before the colon, got nothing; write `object:pitch(…)`",
        ),
        (
            "bells.create(1).pitch(5)",
            "Bell.pitch: expected Bell before the colon, got int 5; write `object:pitch(…)`",
        ),
        (
            "bells.create(1).pitch(horns.create())",
            "Bell.pitch: expected Bell before the colon, got Horn; write `object:pitch(…)`",
        ),
        ("bells.create(1):ring('x')", "Bell.ring: argument 2 (times): expected int, got string \"x\""),
        ("bells.create(1):ring(0)", "Bell.ring: a bell rings at least once, not 0 times"),
        ("bells.create(1):above(horns.create())", "Bell.above: argument 2 (other): expected Bell, got Horn"),
        (
            "bells.pitches({horns.create()})",
            "bells.pitches: argument 1 (bells): element 1: expected Bell, got Horn",
        ),
        ("bells.create(1).pitch = 5", "Bell has no fields to assign"),
        ("local x = bells.create(1)[1]", "expected the name of a method of Bell, got int 1"),
        ("bells.ring(bells.create(1))", "bells has no function \"ring\""),
        ("bells.create(bells.create(1))", "bells.create: argument 1 (pitch): expected int, got Bell"),
        ("setmetatable(bells.create(1), {})", "bad argument #1 to 'setmetatable' (table expected, got Bell)"),
    ] {
        let error = game.error(body);
        assert!(error.message().contains(message), "{body}: {error}");
    }
    assert_eq!(game.eval("return getmetatable(bells.create(1))").to_string(), "false");
}

#[test]
fn an_object_is_itself_wherever_it_comes_from() {
    let mut game = game();
    let living = Arc::clone(&game.host.world.living);
    let bell = Value::Object(bells::bell(&living, 7).into());
    let module = game
        .load(
            "local seen
         function take(b)
             seen = seen or {}
             seen[b] = (seen[b] or 0) + 1
             assert(rawequal(test.echo(b), b) and test.echo({b})[1] == b)
             print(seen[b], b:pitch(), b == bells.create(7))
             return b
         end",
        )
        .expect("runs");
    for _ in 0..2 {
        assert_eq!(game.call(module, "take", &[Arg::Value(&bell)]).ok(), Some(bell.clone()));
    }
    assert_eq!(game.host.printed, "1\t7\tfalse\n2\t7\tfalse\n");
}

#[test]
fn an_object_goes_when_the_last_holder_lets_it_go() {
    let mut game = game();
    let living = Arc::clone(&game.host.world.living);
    assert_eq!(
        game.eval("kept = bells.create(1); bells.create(2); collectgarbage(); return bells.living()"),
        Value::Int(1)
    );
    game.collect_garbage();
    assert_eq!(living.load(Ordering::Relaxed), 0);
    game.load("kept = bells.create(1)").expect("runs");
    game.collect_garbage();
    assert_eq!(living.load(Ordering::Relaxed), 1);
    drop(game);
    assert_eq!(living.load(Ordering::Relaxed), 0);
}

#[test]
fn an_object_of_a_class_that_no_api_has_can_be_held() {
    let mut game = Game::new();
    let horn = Value::Object(Object::new(Horn));
    let module = game
        .load("function take(h) print(h) return h end function use(h) return h:pitch() end")
        .expect("runs");
    assert_eq!(game.call(module, "take", &[Arg::Value(&horn)]).ok(), Some(horn.clone()));
    let error = game.call(module, "use", &[Arg::Value(&horn)]).expect_err("no methods");
    assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, "Horn has no method \"pitch\""));
}
