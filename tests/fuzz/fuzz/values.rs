//! Arbitrary values through each language and back.

use std::cell::RefCell;

use glotta::core::{Arg, Asset, Entity, Quat, Value, Vec2, Vec3};
use glotta_fuzz::check;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop};

use crate::game::Game;

const SCRIPTS: [(&str, &str); 4] = [
    (
        "echo.lua",
        "function echo(value) return value end\nfunction give() return function(value) return value end end",
    ),
    ("echo.py", "def echo(value):\n    return value\ndef give():\n    return lambda value: value\n"),
    (
        "echo.as",
        "funcdef Value Echo(const Value &in);\nValue echo(const Value &in value) { return value; }\n\
         Echo@ give() { return echo; }",
    ),
    (
        "all.lua",
        "function echo(value)\n    for _, path in ipairs({ 'echo.py', 'echo.as', 'echo.lua' }) do\n        \
         if value ~= nil then value = script.call(path, 'echo', { value }) end\n    end\n    return value\nend\n\
         function object() return query.create({}) end",
    ),
];

/// All kinds of values; the `given` ones are those that only a game has: functions and objects.
pub(crate) fn values(given: Vec<Value>) -> BoxedStrategy<Value> {
    let number = || {
        prop::num::f32::NORMAL | prop::num::f32::ZERO | prop::num::f32::SUBNORMAL | prop::num::f32::INFINITE
    };
    let leaf = prop::strategy::Union::new([
        Just(Value::Null).boxed(),
        any::<bool>().prop_map(Value::Bool).boxed(),
        any::<i64>().prop_map(Value::Int).boxed(),
        prop::sample::select(vec![i64::MIN, i64::MAX, 0, -1, 1 << 53, (1 << 53) + 1])
            .prop_map(Value::Int)
            .boxed(),
        any::<f64>().prop_map(Value::Float).boxed(),
        prop::sample::select(vec![0.0, -0.0, 1.0, f64::MAX, f64::NAN, f64::NEG_INFINITY, 9.3e18])
            .prop_map(Value::Float)
            .boxed(),
        any::<String>().prop_map(Value::String).boxed(),
        (number(), number()).prop_map(|(x, y)| Value::Vec2(Vec2::new(x, y))).boxed(),
        (number(), number(), number()).prop_map(|(x, y, z)| Value::Vec3(Vec3::new(x, y, z))).boxed(),
        (number(), number()).prop_map(|(x, w)| Value::Quat(Quat::from_xyzw(x, 0.5, -0.0, w))).boxed(),
        any::<u64>().prop_map(|bits| Value::Entity(Entity::from_bits(bits))).boxed(),
        any::<u64>().prop_map(|bits| Value::Asset(Asset::from_bits(bits))).boxed(),
        prop::sample::select(given).boxed(),
    ]);
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop::strategy::Union::new([
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::List).boxed(),
            prop::collection::btree_map(any::<String>(), inner, 0..8).prop_map(Value::Table).boxed(),
        ])
    })
    .boxed()
}

/// Equal to the last bit. What is not a number is not equal to itself, but prints as itself.
pub(crate) fn is_same(one: &Value, other: &Value) -> bool {
    one == other || format!("{one:?}") == format!("{other:?}")
}

#[test]
fn values_come_back_as_they_were_from_each_language_and_from_all_in_turn() {
    let mut game = Game::patient(SCRIPTS.map(|(path, text)| (path.to_owned(), text)));
    let (scripts, given) = game.scripts(|world| {
        world.session(|session, world| {
            let scripts = SCRIPTS.map(|(path, _)| session.load(world, path).expect("loads"));
            let mut given: Vec<Value> = scripts[..3]
                .iter()
                .map(|&script| session.call_by_name(world, script, "give", &[]).outcome.expect("gives"))
                .collect();
            given.push(session.call_by_name(world, scripts[3], "object", &[]).outcome.expect("gives"));
            (scripts, given)
        })
    });
    assert!(matches!(
        given[..],
        [Value::Function(_), Value::Function(_), Value::Function(_), Value::Object(_)]
    ));
    let game = RefCell::new(game);
    check(200, &values(given), |value| {
        game.borrow_mut().scripts(|world| {
            world.session(|session, world| {
                for script in scripts {
                    let result = session.call_by_name(world, script, "echo", &[Arg::Value(&value)]);
                    let back = result.outcome.expect("an echo");
                    assert!(
                        is_same(&back, &value),
                        "{}: {value:?} came back as {back:?}",
                        session.path(script)
                    );
                }
            });
        });
    });
}
