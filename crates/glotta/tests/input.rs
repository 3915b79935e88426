//! Input that is recorded and played again, in the example `input` and in games of a few lines.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use glotta::core::{ErrorKind, Value};
use glotta::engine::input::{InputRecording, InputSource};
use glotta::engine::{MemoryOutput, Output, ScriptComponent, Tags};
use glotta::{Game, GameOptions, Project, Summary};

/// As many frames as `demo.input` has, and some after its end.
const FRAMES: u64 = 300;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/input")
}

fn demo() -> InputRecording {
    let text = std::fs::read_to_string(example().join("demo.input")).expect("a file");
    InputRecording::parse("demo.input", &text).expect("well-formed")
}

fn open(language: &str) -> (Game, MemoryOutput) {
    let output = MemoryOutput::new();
    let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
    let mut project = Project::load(example()).expect("a project");
    project.language = Some(language.to_owned());
    (Game::open(project, options).expect("opens"), output)
}

/// Plays the example with recorded input; gives what it recorded of it, and how it ended.
fn play(language: &str, recording: InputRecording, frames: u64) -> (String, Summary) {
    let (mut game, output) = open(language);
    game.replay_input(recording).expect("of this project");
    game.record_input();
    (0..frames).for_each(|_| game.step());
    let recorded = game.recording().expect("recorded").to_string();
    let summary = game.end();
    let errors: Vec<Output> =
        output.take().into_iter().filter(|output| matches!(output, Output::Error(_))).collect();
    assert!(errors.is_empty(), "{errors:?}");
    for known in &summary.languages {
        assert_eq!(known.scripts > 0, known.name == language, "{known:?}");
    }
    (recorded, summary)
}

#[test]
fn the_example_does_what_its_input_says() {
    let (mut game, _) = open("lua");
    game.replay_input(demo()).expect("of this project");
    (0..FRAMES).for_each(|_| game.step());
    let world = game.app_mut().world_mut();
    let mut ships = world.query::<&ScriptComponent>();
    let data = ships.single(world).expect("one ship").data.value().clone();
    // The two shots of the play, and one after the menu; none while it was open.
    let expected = [("shots", Value::Int(3)), ("pauses", Value::Int(1)), ("choice", Value::Float(2.0))];
    assert_eq!(data, Value::Table(expected.map(|(name, value)| (name.to_owned(), value)).into()));
    let mut shots = world.query::<&Tags>();
    assert_eq!(shots.iter(world).filter(|tags| tags.contains("shot")).count(), 3);
}

#[test]
fn it_is_the_input_that_makes_the_example_what_it_is() {
    let (_, played) = play("lua", demo(), FRAMES);
    let (_, idle) = play("lua", InputRecording::new("Input", demo().time_step()), FRAMES);
    assert_ne!(idle.world_hash, played.world_hash);
}

#[test]
fn what_is_recorded_while_a_recording_plays_is_that_recording() {
    let frames = demo().frames();
    let (first, summary) = play("lua", demo(), frames);
    assert_eq!(first, std::fs::read_to_string(example().join("demo.input")).expect("a file"));
    let (second, again) =
        play("python", InputRecording::parse("first", &first).expect("well-formed"), frames);
    assert_eq!(second, first);
    assert_eq!(again.world_hash, summary.world_hash);
}

#[test]
fn live_input_is_recorded_so_that_it_plays_the_same() {
    let source = |name: &str| InputSource::from_name(name).expect("known");
    let (mut game, _) = open("lua");
    game.record_input();
    for frame in 0..120_u16 {
        game.set_input(source("ArrowRight"), f32::from(u8::from(frame % 50 > 9)));
        game.set_input(source("Pad.LeftStickY"), f32::from(frame % 7) / 7.0);
        game.set_input(source("Space"), f32::from(u8::from(frame % 20 == 3)));
        game.step();
    }
    let recording = game.recording().expect("recorded");
    assert_eq!(recording.frames(), 120);
    let live = game.end();
    let text = recording.to_string();
    let (again, replayed) =
        play("angelscript", InputRecording::parse("live", &text).expect("well-formed"), 120);
    assert_eq!(again, text);
    assert_eq!(replayed.world_hash, live.world_hash);
}

#[test]
fn a_recording_of_another_game_is_refused() {
    let (mut game, _) = open("lua");
    let error = game.replay_input(InputRecording::new("Arena", demo().time_step())).expect_err("another");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(error.message().contains("recorded in the project \"Arena\""), "{error}");
    let error = game.replay_input(InputRecording::new("Input", 0.5)).expect_err("another time step");
    assert!(error.message().contains("--dt 0.5"), "{error}");
}

#[test]
fn a_reloaded_script_listens_once_with_its_new_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let scripts = [
        ("a.lua", "input.on_action('jump', function(event) print(event, 'VERSION') end)\n"),
        ("a.py", "input.on_action('jump', lambda event, value: print(event, 'VERSION', sep='\\t'))\n"),
        (
            "a.as",
            "void jump(const string &in event, double value) { print(event + '\\tVERSION'); }\n\
             void main() { input::on_action('jump', jump); }\n",
        ),
    ];
    let toml = "scripts = [\"a.lua\", \"a.py\", \"a.as\"]\n[input.actions]\njump = \"Space\"\n";
    std::fs::write(folder.path().join("glotta.toml"), toml).expect("a file");
    let write = |version: &str| {
        for (name, text) in scripts {
            std::fs::write(folder.path().join(name), text.replace("VERSION", version)).expect("a file");
        }
    };
    write("old");
    let output = MemoryOutput::new();
    let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
    let mut game = Game::open(Project::load(folder.path()).expect("a project"), options).expect("opens");
    let space = InputSource::from_name("Space").expect("known");
    let heard = |game: &mut Game, value: f32| {
        game.set_input(space, value);
        game.step();
        let text = |output| match output {
            Output::Print(text) => text,
            other => format!("{other:?}"),
        };
        output.take().into_iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(heard(&mut game, 1.0), ["pressed\told"; 3]);
    write("new");
    let reloaded = glotta::engine::with_scripts(game.app_mut().world_mut(), |world| {
        world.session(|session, world| {
            scripts
                .map(|(name, _)| session.reload(world, name, &glotta::engine::ScriptWorld::is_alive).is_ok())
        })
    });
    assert_eq!(reloaded.ok(), Some([true; 3]));
    assert_eq!(heard(&mut game, 0.0), ["released\tnew"; 3]);
}
