//! Saves that were damaged, or written by hand or by another version: what is read, and what is said.

use bevy_ecs::world::World;
use glotta_core::{ErrorKind, MAX_DEPTH, Value};
use glotta_engine::{MOST_SAVE_BYTES, MemorySaves, ScriptSetup, ScriptWorld, with_scripts};

fn with_save<R>(text: &str, work: impl FnOnce(&mut ScriptWorld) -> R) -> R {
    let mut world = World::new();
    let mut setup = ScriptSetup::new();
    setup.set_saves(MemorySaves::new([("slot", text)]));
    setup.start(&mut world).expect("starts");
    with_scripts(&mut world, work).expect("it has scripts")
}

#[track_caller]
fn refused(text: &str, expected: &str) {
    let error = with_save(text, |world| world.read_save("slot")).expect_err("no save");
    assert_eq!((error.kind(), error.message()), (ErrorKind::Syntax, expected));
}

#[test]
fn what_is_no_save_or_damaged_is_refused_with_its_place() {
    refused("", "save \"slot\":1:1: EOF while parsing a value");
    refused("{\"glotta_save\": 1,\n \"value\": [1, 2", "save \"slot\":2:15: EOF while parsing a list");
    let expected = "expected {\"glotta_save\": 1, \"value\": …}";
    refused("[1]", &format!("save \"slot\": not a save: {expected}, got list of 1"));
    refused("{\"value\": 1}", &format!("save \"slot\": not a save: {expected}"));
    refused("{\"glotta_save\": 1}", &format!("save \"slot\": it has no \"value\": {expected}"));
    refused(
        "{\"glotta_save\": 1, \"value\": 1, \"more\": 2}",
        &format!("save \"slot\": unknown key \"more\": {expected}"),
    );
    refused(
        "{\"glotta_save\": \"1\", \"value\": 1}",
        "save \"slot\": glotta_save: expected int 1, got string \"1\"",
    );
    refused(
        "{\"glotta_save\": 2, \"value\": 1}",
        "save \"slot\": it was written by a newer Glotta: its format is 2, expected 1 at most",
    );
}

#[test]
fn a_wrong_tag_is_refused_with_the_way_to_it() {
    let save = |value: &str| format!("{{\"glotta_save\": 1, \"value\": {{\"a\": [0, {value}]}}}}");
    for (value, expected) in [
        ("{\"$vec4\": [1, 2, 3, 4]}", "$vec4: unknown tag: expected $float, $vec2, $vec3 or $quat"),
        ("{\"$vec3\": [1, 2]}", "$vec3: expected a list of 3 numbers, got list of 2"),
        ("{\"$vec3\": 1}", "$vec3: expected list, got int 1"),
        (
            "{\"$vec2\": [1, \"two\"]}",
            "$vec2: element 2: expected \"nan\", \"inf\" or \"-inf\", got string \"two\"",
        ),
        (
            "{\"$vec2\": [1, 1e39]}",
            "$vec2: element 2: 1e39 is out of range: a 32-bit float holds at most 3.4028235e38",
        ),
        ("{\"$float\": 1}", "$float: expected string, got int 1"),
        (
            "{\"$x\": 1, \"y\": 2}",
            "\"$x\" begins with $ and is not alone: a name of the game's own begins with $$",
        ),
    ] {
        refused(&save(value), &format!("save \"slot\": value: a: element 2: {expected}"));
    }
}

#[test]
fn what_is_damaged_stays_until_it_is_overwritten_or_removed() {
    with_save("{", |world| {
        assert!(world.read_save("slot").is_err());
        assert_eq!(world.saves().expect("a list"), ["slot"]);
        world.write_save("slot", &Value::Int(5)).expect("written over it");
        assert_eq!(world.read_save("slot").expect("a save"), Some(Value::Int(5)));
        assert!(world.remove_save("slot").expect("removed"));
        assert_eq!(world.read_save("slot").expect("none"), None);
    });
}

#[test]
fn nesting_has_the_limit_of_all_values() {
    let nested = |depth: usize| (0..depth).fold(Value::Null, |inner, _| Value::List(vec![inner]));
    with_save("", |world| {
        // The vector takes two levels more in the text, and the header another.
        let deepest =
            (0..MAX_DEPTH).fold(Value::Vec2([1.0, 2.0].into()), |inner, _| Value::List(vec![inner]));
        world.write_save("slot", &deepest).expect("not too deep");
        assert_eq!(world.read_save("slot").expect("a save"), Some(deepest));
        let error = world.write_save("slot", &nested(MAX_DEPTH + 1)).expect_err("too deep");
        assert!(error.message().ends_with("nested more than 100 deep"), "{error}");
        assert!(world.read_save("slot").is_ok(), "what was kept before still is");
    });
    for depth in [MAX_DEPTH + 1, MAX_DEPTH + 2, 1_000_000] {
        let text = format!("{{\"glotta_save\": 1, \"value\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
        let error = with_save(&text, |world| world.read_save("slot")).expect_err("too deep");
        assert_eq!(error.kind(), ErrorKind::Syntax);
        assert!(error.message().contains("nested more than 10"), "{error}");
    }
}

#[test]
fn a_save_has_a_largest_size_and_what_was_there_stays() {
    with_save("", |world| {
        world.write_save("slot", &Value::Int(5)).expect("small");
        let error = world.write_save("slot", &"x".repeat(MOST_SAVE_BYTES).into()).expect_err("too large");
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert_eq!(error.message(), "value: the value is too large: a save may have at most 67108864 bytes");
        assert_eq!(world.read_save("slot").expect("a save"), Some(Value::Int(5)));
    });
}
