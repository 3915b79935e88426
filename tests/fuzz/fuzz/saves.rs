//! Values that are saved, and the texts of saves: what was saved is what is read, and no text breaks anything.

use std::cell::RefCell;

use glotta::core::{Arg, ErrorKind, Value};
use glotta_fuzz::{changed, changes, check};
use proptest::prelude::{Strategy, any, prop};

use crate::game::Game;
use crate::values::{is_same, values};

/// What a script of each language saves and reads.
const SCRIPTS: [(&str, &str); 3] = [
    (
        "a.lua",
        "function keep(value) save.write('slot', value) end\nfunction kept() return save.read('slot') end\n\
         function give(what) return what == 'object' and query.create({}) or function() end end",
    ),
    ("a.py", "def keep(value):\n    save.write('slot', value)\ndef kept():\n    return save.read('slot')\n"),
    (
        "a.as",
        "void keep(const Value &in value) { save::write('slot', value); }\nValue kept() { return save::read('slot'); }",
    ),
];

/// Has everything in it that a save can.
const SAVE: &str = r#"{
  "glotta_save": 1,
  "value": {
    "name": "Anna",
    "list": [1, 2.5, -3e10, true, null, {"$vec2": [1.0, -0.0]}],
    "place": {"$vec3": [1.5, "inf", "nan"]},
    "turn": {"$quat": [0, 0, 0, 1]},
    "luck": {"$float": "-inf"},
    "$$mine": {"$$vec3": [1, {}]}
  }
}
"#;

/// True if there is nothing in it that ends with the game.
fn lasts(value: &Value) -> bool {
    match value {
        Value::Entity(_) | Value::Asset(_) | Value::Function(_) | Value::Object(_) => false,
        Value::List(items) => items.iter().all(lasts),
        Value::Table(table) => table.values().all(lasts),
        _ => true,
    }
}

#[test]
fn what_one_language_saves_each_reads_as_it_was() {
    let mut game = Game::patient(SCRIPTS.map(|(path, text)| (path.to_owned(), text)));
    let (scripts, given) = game.scripts(|world| {
        world.session(|session, world| {
            let scripts = SCRIPTS.map(|(path, _)| session.load(world, path).expect("loads"));
            let given = ["object", "function"].map(|what| {
                let result = session.call_by_name(world, scripts[0], "give", &[Arg::Str(what)]);
                result.outcome.expect("gives")
            });
            (scripts, given)
        })
    });
    assert!(matches!(given, [Value::Object(_), Value::Function(_)]));
    let game = RefCell::new(game);
    check(150, &values(given.to_vec()), |value| {
        game.borrow_mut().scripts(|world| {
            world.session(|session, world| {
                for keeper in scripts {
                    let before = world.read_save("slot").expect("none, or the last one");
                    let result = session.call_by_name(world, keeper, "keep", &[Arg::Value(&value)]).outcome;
                    let expected = if lasts(&value) {
                        result.expect("it is kept");
                        value.clone()
                    } else {
                        let error = result.expect_err("it ends with the game");
                        assert_eq!(error.kind(), ErrorKind::Type, "{error:?}");
                        assert!(error.message().contains("cannot be saved"), "{error:?}");
                        let Some(before) = before else { continue };
                        before
                    };
                    for reader in scripts {
                        let kept = session.call_by_name(world, reader, "kept", &[]).outcome.expect("read");
                        let (keeper, reader) = (session.path(keeper), session.path(reader));
                        assert!(
                            is_same(&kept, &expected),
                            "{keeper} saved {expected:?} and {reader} read {kept:?}"
                        );
                    }
                }
            });
        });
    });
}

#[test]
fn any_save_is_read_or_refused_with_its_place() {
    let texts = (0..4_u8, changes(), any::<String>(), prop::sample::select(vec!["{", "[[", "{\"$vec3\":"]));
    let texts = texts.prop_map(|(kind, changes, other, part)| match kind {
        0 => other,
        1 => part.repeat(200),
        _ => changed(SAVE, &changes),
    });
    check(2000, &texts, |text| {
        let mut game = Game::with_save("slot", &text);
        game.scripts(|world| match world.read_save("slot") {
            Ok(value) => {
                let value = value.expect("it is there");
                world.write_save("again", &value).expect("what was read can be kept");
                let again = world.read_save("again").expect("what was kept").expect("it is there");
                assert!(is_same(&again, &value), "{text:?}: {value} is read as {again}");
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Syntax, "{text:?}: {error:?}");
                assert!(error.message().starts_with("save \"slot\":"), "{text:?}: {error:?}");
                // It is still there, for who can mend it.
                assert_eq!(world.saves().expect("a list"), ["slot"]);
            }
        });
    });
}

#[test]
fn the_save_that_others_are_made_of_is_good() {
    Game::with_save("slot", SAVE).scripts(|world| {
        let value = world.read_save("slot").expect("a save").expect("it is there");
        let expected = "{$mine = {$vec3 = [1, {}]}, list = [1, 2.5, -30000000000.0, true, null, Vec2(1, -0)], luck = -inf, \
                        name = \"Anna\", place = Vec3(1.5, inf, NaN), turn = Quat(0, 0, 0, 1)}";
        assert_eq!(value.to_string(), expected);
    });
}
