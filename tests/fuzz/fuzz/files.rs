//! Arbitrary files of a project: what is wrong in them is an error with its place.

use std::cell::RefCell;

use glotta::Project;
use glotta::core::{ErrorKind, ScriptError};
use glotta::engine::MemoryOutput;
use glotta::engine::input::{InputRecording, InputSource};
use glotta_fuzz::{changed, changes, check};
use proptest::prelude::{Strategy, any, prop};

use crate::game::{Game, check_place};
use crate::world::{Files, Played};

const PROJECT: &str = r#"name = "fuzz"
scripts = ["a.lua", "b"]
seed = 5
language = "lua"
tick_rate = 50
[limits]
memory_mb = 64
[budgets]
call_ms = 10
load_ms = 100
frame_ms = 0
scripts."a.lua" = { call_ms = 50 }
[errors]
policy = "pause-instance"
scripts."b.py" = "keep-going"
[settings]
speed = 2.5
names = ["a", "b"]
[input.actions]
jump = "Space"
walk = { sources = [{ negative = "KeyA", positive = "KeyD" }, "Pad.LeftStickX"], scale = 2.0, dead_zone = 0.2 }
fire = ["Mouse.Left", "KeyF"]
close = { sources = "Escape", context = "menu", press_at = 0.5 }
[input.contexts.menu]
exclusive = true
[[entity]]
name = "hero"
count = 2
tags = ["player", "good"]
scripts = ["hero.lua"]
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
scale = [1.0, 2.0, 1.0]
[[child]]
name = "sword"
[child.components.Transform]
rotation = [0.0, 0.0, 0.0, 1.0]
[[child.child]]
tags = ["gem"]
"#;

const RECORDING: &str = "glotta-input 1
project Fuzz run
time_step 0.02
# What the player did.
0 Space=1 KeyA=1
3 Space=0 Pad.LeftStickX=-0.25

7 Mouse.X=-3.5 KeyA=0
end 20
";

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

/// A game without its project's scripts.
fn open(project: Project) -> Result<glotta::Game, ScriptError> {
    let options = glotta::GameOptions { time_step: None, output: std::sync::Arc::new(MemoryOutput::new()) };
    glotta::Game::open(Project { cache: None, watch: false, ..project }, options)
}

#[test]
fn the_files_that_others_are_made_of_are_good() {
    open(Project::parse("/nowhere", PROJECT).expect("a project")).expect("it opens").step();
    let base = ("templates/base.template.toml".to_owned(), "tags = [\"thing\"]\n".to_owned());
    let mut game =
        Game::without_languages([("templates/grunt.template.toml".to_owned(), TEMPLATE.to_owned()), base]);
    game.scripts(|world| assert_eq!(world.spawn_template("grunt", 2).expect("a template").len(), 2));
    assert_eq!(InputRecording::parse("run.input", RECORDING).expect("a recording").frames(), 20);
}

#[test]
fn any_project_that_is_read_opens_or_is_refused_with_its_place() {
    check(30, &texts(PROJECT), |text| {
        let Ok(project) = Project::parse("/nowhere", &text) else { return };
        if project.entities.iter().map(|entry| entry.count).sum::<u32>() > 1000 {
            return;
        }
        match open(project) {
            Ok(mut game) => (0..2).for_each(|_| game.step()),
            Err(error) if error.source().is_empty() => {
                assert!(error.message().contains("language"), "{text:?}: {error:?}");
            }
            Err(error) => check_place(&error, "glotta.toml"),
        }
    });
}

#[test]
fn any_project_is_read_or_refused_with_its_place() {
    check(3000, &texts(PROJECT), |text| {
        if let Err(error) = Project::parse("/nowhere", &text) {
            check_place(&error, "glotta.toml");
            assert!(error.line().is_some() || text.is_empty(), "{text:?}: {error:?}");
        }
    });
}

#[test]
fn any_template_is_spawned_or_refused_with_its_place_and_then_nothing_is_made() {
    check(400, &texts(TEMPLATE), |text| {
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
fn any_recording_of_input_is_played_or_refused_with_its_place() {
    check(1000, &texts(RECORDING), |text| {
        let recording = match InputRecording::parse("run.input", &text) {
            Ok(recording) => recording,
            Err(error) => {
                check_place(&error, "run.input");
                assert!(error.line().is_some(), "{text:?}: {error:?}");
                return;
            }
        };
        let written = recording.to_string();
        assert_eq!(InputRecording::parse("again.input", &written).expect("what was written"), recording);
        let mut game = Played::new(Vec::new(), &[], Files::default(), |_| {});
        game.scripts(|world| world.replay_input(recording.clone()));
        for _ in 0..recording.frames().min(30) {
            game.app.update();
            let value = game.scripts(|world| world.action_value("walk")).expect("an action");
            assert!((-1.0..=1.0).contains(&value), "{text:?}: {value}");
        }
    });
}

/// What is recorded of arbitrary input plays the same again.
#[test]
fn any_input_that_is_recorded_plays_as_it_was() {
    let sources = prop::sample::select(vec![
        "Space",
        "KeyA",
        "KeyD",
        "Pad.LeftStickX",
        "Pad.South",
        "Mouse.X",
        "Enter",
    ]);
    let values =
        prop::sample::select(vec![0.0, 1.0, -1.0, 0.5, -0.25, 1e-40, f32::NAN, f32::INFINITY, 3e38, 0.1]);
    let changes = prop::collection::vec((sources, values), 0..4);
    check(60, &(prop::collection::vec(changes, 0..20), any::<String>()), |(frames, name)| {
        let actions = ["jump", "walk", "confirm", "next"];
        let see = |game: &mut Played| -> Vec<(bool, f32)> {
            game.app.update();
            game.scripts(|world| {
                let of = |action: &&str| (world.is_action_pressed(action), world.action_value(action));
                let seen = actions.iter().map(of);
                seen.map(|(pressed, value)| (pressed.expect("an action"), value.expect("an action")))
                    .collect()
            })
        };
        let mut game = Played::new(Vec::new(), &[], Files::default(), |_| {});
        game.scripts(|world| world.record_input(InputRecording::new(&name, 0.02)));
        let mut seen = Vec::new();
        for changes in &frames {
            for (source, value) in changes {
                let source = InputSource::from_name(source).expect("a source");
                game.scripts(|world| world.set_input(source, *value));
            }
            seen.push(see(&mut game));
        }
        let text = game.scripts(|world| world.input_recording().expect("a recording").to_string());
        let recording = InputRecording::parse("run.input", &text).expect("what was recorded");
        let mut again = Played::new(Vec::new(), &[], Files::default(), |_| {});
        again.scripts(|world| world.replay_input(recording));
        for (number, seen) in seen.iter().enumerate() {
            assert_eq!(&see(&mut again), seen, "frame {number} of {frames:?}\n{text}");
        }
    });
}

#[test]
fn any_data_asset_is_loaded_or_fails_with_its_place() {
    let strategy =
        (any::<bool>(), texts(DATA), texts(TEMPLATE), proptest::collection::vec(any::<u8>(), 0..50), 0..6u8);
    check(600, &strategy, |(is_json, json, toml, bytes, odd)| {
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
