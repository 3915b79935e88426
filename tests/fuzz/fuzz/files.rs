//! Arbitrary files of a project: what is wrong in them is an error with its place.

use std::cell::RefCell;

use glotta::Project;
use glotta::core::{ErrorKind, ScriptError};
use glotta::engine::input::InputRecording;
use glotta_fuzz::{changed, changes, config};
use proptest::prelude::{Strategy, any};
use proptest::test_runner::TestRunner;

use crate::game::{Game, check_place};

const PROJECT: &str = r#"name = "fuzz"
scripts = ["a.lua", "b.py"]
seed = 5
language = "lua"
time_step = 0.02
[limits]
memory_mb = 64
[budgets]
call_ms = 10
load_ms = 100
frame_ms = 8
[settings]
speed = 2.5
names = ["a", "b"]
[input.actions]
jump = "Space"
move = { negative = "A", positive = "D", scale = 2.0 }
fire = ["MouseLeft", { key = "F" }]
[input.contexts.menu]
exclusive = true
[input.contexts.menu.actions]
close = "Escape"
[[entity]]
name = "hero"
tags = ["player", "good"]
scripts = ["hero.lua", { path = "walk.as", update = "step" }]
[entity.components.Transform]
translation = [1.0, 2.0, 3.0]
[entity.data]
lives = 3
"#;

const TEMPLATE: &str = r#"extends = "base"
name = "grunt"
tags = ["enemy"]
scripts = []
[data]
health = 5
list = [1, [2, "three"], { four = 4.0 }]
[components.Transform]
translation = [1.0, 2.0, 3.0]
scale = { x = 1.0, y = 2.0 }
[[child]]
name = "sword"
[child.components.Transform]
rotation = [0.0, 0.0, 0.0, 1.0]
[[child.child]]
tags = ["gem"]
"#;

const DATA: &str =
    r#"{"a": [1, 2.5, -3e10, true, null, "té\n\u0041"], "b": {"c": {}, "d": []}, "e": 18446744073709551615}"#;

/// Texts that are like a good one, or not at all.
fn texts(good: &str) -> impl Strategy<Value = String> + use<> {
    let good = good.to_owned();
    (0..4u8, changes(), any::<String>()).prop_map(move |(kind, changes, other)| match kind {
        0 => other,
        _ => changed(&good, &changes),
    })
}

fn run<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value)) {
    let done = TestRunner::new(config(cases)).run(strategy, |value| {
        test(value);
        Ok(())
    });
    done.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn any_project_is_read_or_refused_with_its_place() {
    run(3000, &texts(PROJECT), |text| {
        if let Err(error) = Project::parse("/nowhere", &text) {
            check_place(&error, "glotta.toml");
            assert!(error.line().is_some() || text.is_empty(), "{text:?}: {error:?}");
        }
    });
}

#[test]
fn any_template_is_spawned_or_refused_with_its_place_and_then_nothing_is_made() {
    run(400, &texts(TEMPLATE), |text| {
        let path = "templates/grunt.template.toml";
        let base = ("templates/base.template.toml".to_owned(), "tags = [\"thing\"]\n".to_owned());
        let mut game = Game::without_languages([(path.to_owned(), text.clone()), base]);
        game.scripts(|world| {
            let before = world.world().entities().count_spawned();
            match world.spawn_template("grunt", 2) {
                Ok(made) => assert_eq!(made.len(), 2, "{text:?}"),
                Err(error) => {
                    let told = error.to_string();
                    // The place is said in words, since what asks for a template is a script with a place of its own.
                    let (_, place) = told.split_once(".template.toml:").expect("a place");
                    assert!(place.starts_with(|digit: char| digit.is_ascii_digit()), "{text:?}: {error:?}");
                    assert_eq!(world.world().entities().count_spawned(), before, "{text:?}: {error:?}");
                }
            }
        });
    });
}

#[test]
fn any_recording_of_input_is_read_or_refused_with_its_place() {
    let mut recording = String::new();
    {
        use std::fmt::Write as _;
        write!(recording, "{}", InputRecording::new("fuzz", 0.02)).expect("a text");
    }
    recording.push_str("0 Space 1\n3 Space 0 A 1\n7 MouseX -3.5\n");
    run(2000, &texts(&recording), |text| {
        if let Err(error) = InputRecording::parse("run.input", &text) {
            check_place(&error, "run.input");
            assert!(error.line().is_some(), "{text:?}: {error:?}");
        }
    });
}

#[test]
fn any_data_asset_is_loaded_or_fails_with_its_place() {
    let strategy =
        (any::<bool>(), texts(DATA), texts(TEMPLATE), proptest::collection::vec(any::<u8>(), 0..50), 0..6u8);
    run(600, &strategy, |(is_json, json, toml, bytes, odd)| {
        let path = if is_json { "a.json" } else { "a.toml" };
        let content = match odd {
            0 => bytes,
            _ if is_json => json.into_bytes(),
            _ => toml.into_bytes(),
        };
        let game = RefCell::new(Game::without_languages([(path.to_owned(), content.clone())]));
        let (state, error): (_, Option<ScriptError>) = game.borrow_mut().scripts(|world| {
            let asset = world.load_asset(path, "data").expect("a type");
            for _ in 0..3 {
                world.run_frame();
            }
            let state = world.asset_state(asset).expect("an asset");
            if state == "loaded" {
                world.asset_content(asset).expect("a content");
            }
            (state, world.asset_error(asset).expect("an asset").cloned())
        });
        match error {
            None => assert_eq!(state, "loaded", "{content:?}"),
            Some(error) => {
                assert_eq!(state, "failed", "{content:?}");
                check_place(&error, path);
                assert_ne!(error.kind(), ErrorKind::Host, "{content:?}: {error:?}");
            }
        }
    });
}
