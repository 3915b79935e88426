//! The example `arena`: a whole game, run as `glotta run` does.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use glotta::engine::api::MODULES;
use glotta::engine::input::InputRecording;
use glotta::engine::{MemoryOutput, Output, ScriptWorld, with_scripts, world_hash};
use glotta::{Game, GameOptions, Project};

/// Ten seconds of the game: four waves have come.
const SHORT: u64 = 600;

/// Half a minute, as in `cargo xtask demo`: heroes have fallen and been raised.
const LONG: u64 = 1800;

/// The scripts that run from the first frame on, those of the game in the order of the project, then those of entities.
const SCRIPTS: [&str; 14] = [
    "components",
    "score",
    "herald",
    "captain",
    "waves",
    "horde",
    "crowd",
    "missiles",
    "standard",
    "health",
    "banners",
    "camera",
    "hero",
    "mirror",
];

/// Those that come later: in a library, with a champion, when someone is to be mended, when the menu is opened.
const OTHERS: [&str; 4] = ["lib/combat", "champion", "mend", "menu"];

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/arena")
}

fn demo() -> InputRecording {
    let text = fs::read_to_string(example().join("demo.input")).expect("a file");
    InputRecording::parse("demo.input", &text).expect("well-formed")
}

fn open(folder: impl AsRef<Path>, language: &str) -> (Game, MemoryOutput) {
    let output = MemoryOutput::new();
    let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
    let mut project = Project::load(folder).expect("a project");
    project.language = Some(language.to_owned());
    // The record of earlier games would be another on each run.
    project.saves = None;
    (Game::open(project, options).expect("opens"), output)
}

fn hash(game: &mut Game) -> u64 {
    world_hash(game.app_mut().world())
}

/// What the game has logged, without what it costs, which differs from run to run. There must be no error.
fn log(output: &MemoryOutput) -> Vec<String> {
    let (mut lines, mut errors) = (Vec::new(), Vec::new());
    for output in output.take() {
        match output {
            Output::Error(error) => errors.push(error),
            Output::Print(text) => lines.push(text),
            Output::Log(level, text) => {
                let (text, _) = text.split_once("; a frame takes").unwrap_or((&text, ""));
                let (text, _) = text.split_once("; a run takes").unwrap_or((text, ""));
                lines.push(format!("[{level}] {text}"));
            }
        }
    }
    assert!(errors.is_empty(), "{errors:?}");
    lines
}

/// How a game went.
#[derive(Debug, PartialEq)]
struct Course {
    /// The world after [`SHORT`] and after all frames.
    hashes: [u64; 2],
    log: Vec<String>,
}

fn play(language: &str, frames: u64) -> Course {
    let (mut game, output) = open(example(), language);
    (0..SHORT).for_each(|_| game.step());
    let short = hash(&mut game);
    let most = game.status().entities;
    assert!(most >= 400, "only {most} entities");
    (SHORT..frames).for_each(|_| game.step());
    let summary = game.end();
    assert_eq!((summary.frames, summary.errors), (frames, 0));
    for known in &summary.languages {
        assert_eq!(known.scripts > 0, known.name == language, "{known:?}");
    }
    Course { hashes: [short, summary.world_hash], log: log(&output) }
}

/// The game in Lua, which the others are held against.
fn in_lua() -> &'static Course {
    static COURSE: OnceLock<Course> = OnceLock::new();
    COURSE.get_or_init(|| play("lua", LONG))
}

#[test]
fn the_arena_is_the_same_game_each_time() {
    assert_eq!(play("lua", SHORT).hashes[0], in_lua().hashes[0]);
}

#[test]
fn heroes_fall_and_are_raised_in_the_arena() {
    let log = in_lua().log.join("\n");
    for said in [
        "wave 12",
        "leads them",
        "is wounded",
        "has fallen",
        "the standard lies on the ground",
        "leaves an image",
        "is up again",
        "is slain",
        "the score after 1800 frames: wave 12",
        "a record: ",
    ] {
        assert!(log.contains(said), "{said:?} is not in the log:\n{log}");
    }
}

#[test]
fn the_arena_is_the_same_game_in_python() {
    assert_eq!(play("python", LONG), *in_lua());
}

#[test]
fn the_arena_is_the_same_game_in_angelscript() {
    assert_eq!(play("angelscript", LONG), *in_lua());
}

/// A copy of the arena in which each script is there in one language only.
fn mixed(language_of: impl Fn(usize) -> &'static str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = |name: &str| {
        let to = folder.path().join(name);
        fs::create_dir_all(to.parent().expect("below the folder")).expect("made");
        fs::copy(example().join(name), to).expect(name);
    };
    copy("glotta.toml");
    copy("waves.toml");
    copy("herald.txt");
    for template in fs::read_dir(example().join("templates")).expect("a folder") {
        copy(&format!("templates/{}", template.expect("a file").file_name().display()));
    }
    for (index, name) in SCRIPTS.iter().chain(&OTHERS[1..]).enumerate() {
        copy(&format!("scripts/{name}.{}", language_of(index)));
    }
    for extension in ["lua", "py", "as"] {
        copy(&format!("scripts/{}.{extension}", OTHERS[0]));
    }
    folder
}

#[test]
fn the_arena_is_the_same_game_in_a_mixture_of_languages() {
    for turn in 0..2 {
        let folder = mixed(|index| ["lua", "py", "as"][(index + turn) % 3]);
        let (mut game, output) = open(folder.path(), "lua");
        (0..SHORT).for_each(|_| game.step());
        assert_eq!(hash(&mut game), in_lua().hashes[0], "{:?}", log(&output));
        let summary = game.end();
        assert!(summary.languages.iter().all(|known| known.scripts >= 2), "{:?}", summary.languages);
        log(&output);
    }
}

/// Plays the arena with recorded input; gives what it recorded of it, the world in the end, and the log.
fn replay(language: &str) -> (String, u64, Vec<String>) {
    let (mut game, output) = open(example(), language);
    let recording = demo();
    let frames = recording.frames();
    game.replay_input(recording).expect("of this project");
    game.record_input();
    (0..frames).for_each(|_| game.step());
    let recorded = game.recording().expect("recorded").to_string();
    (recorded, game.end().world_hash, log(&output))
}

#[test]
fn the_arena_is_the_same_game_in_every_language_when_its_input_is_played_again() {
    let lua = replay("lua");
    assert_eq!(lua.0, demo().to_string());
    for said in [
        "volley!",
        "the captain has called wave 2",
        "to the middle!",
        "to your places!",
        "frost!",
        "the frost is over",
        "the game stands still",
        "Faye the Quick (archer, hero): 420 of 420 hit points",
        "waves.toml: loaded",
        "crowd.press: update, 6 times a second",
        "Health { full: float, now: float, regrowth: float }",
        "waves.toml is read, a file of data",
        "the waves change",
    ] {
        assert!(lua.2.iter().any(|line| line.contains(said)), "{said:?} is not in {:#?}", lua.2);
    }
    assert_eq!(replay("python"), lua);
    assert_eq!(replay("angelscript"), lua);
    // It is the input that makes the game what it is.
    assert_eq!(demo().frames(), SHORT);
    assert_ne!(in_lua().hashes[0], lua.1);
}

#[test]
fn the_arena_plays_on_when_all_its_scripts_are_reloaded() {
    for (language, extension) in [("lua", "lua"), ("python", "py"), ("angelscript", "as")] {
        let (mut game, output) = open(example(), language);
        let play = |game: &mut Game| {
            (0..120).for_each(|_| game.step());
            game.status().entities
        };
        let before = play(&mut game);
        let reloaded = with_scripts(game.app_mut().world_mut(), |world| {
            world.session(|session, world| {
                for name in SCRIPTS {
                    let path = format!("scripts/{name}.{extension}");
                    session.reload(world, &path, &ScriptWorld::is_alive).expect(&path);
                }
            });
        });
        assert!(reloaded.is_ok());
        let after = play(&mut game);
        assert!(
            after > before + 50,
            "{language}: a wave should have come to the {before}, there are {after}"
        );
        game.end();
        let log = log(&output);
        let heroes = log.iter().filter(|line| line.contains("hit points left")).count();
        assert_eq!(heroes, 6, "{log:?}");
        let told = format!("scripts/captain.{extension}, version 2");
        assert!(log.iter().any(|line| line.contains(&told)), "{told:?} is not in {log:?}");
        assert!(log.iter().any(|line| line.contains("frames: wave 2, ")), "{log:?}");
    }
}

/// What has no place in this game, and why.
const LEFT_OUT: [&str; 13] = [
    "query.argmax",       // the other end of `argmin`: nobody here looks for whatever is most
    "query.not_equal",    // no number is known here that most have not
    "query.set_at",       // where one entity is meant, its handle is at hand
    "engine.frame_time",  // every function that needs it is given it as `dt`
    "asset.is_loaded",    // `on_load` tells, and `state` says more
    "asset.dependencies", // the only script that is an asset, the menu, imports nothing
    "asset.reload",       // the menu reads all files again, with `reload_all`
    "asset.off_load",     // whatever is loaded is waited for to the end
    "asset.off_reload",   // whoever listens does so until it is unloaded
    "save.list",          // there is one save, the record
    "save.remove",        // and a record stays
    "script.is_loaded",   // that the menu is open its context tells
    "system.exists",      // every system that is named here is one of the game's, and always there
];

/// What AngelScript does by the types of components: `component::transform(hero).rotation`.
const LEFT_TO_TYPES: [&str; 2] = ["component.handle", "component.get_rotation"];

/// The functions of the interface that a text never names, as `module.name` or as a method, in the order of the model.
fn unused(text: &str, joint: &str, method_joint: &str) -> Vec<String> {
    let mut unused = Vec::new();
    for module in MODULES {
        let functions = module.functions.iter().map(|function| (function, module.entity_methods));
        let methods = module.class.iter().flat_map(|class| class.methods).map(|method| (method, true));
        for (function, is_method) in functions.chain(methods) {
            let goes_on = |c: char| c.is_alphanumeric() || c == '_';
            let names = |name: String| text.split(&name).skip(1).any(|rest| !rest.starts_with(goes_on));
            let is_used = names(format!("{}{joint}{}", module.name, function.name))
                || (is_method && names(format!("{method_joint}{}", function.name)));
            if !is_used {
                unused.push(format!("{}.{}", module.name, function.name));
            }
        }
    }
    unused
}

/// Whoever adds a function looks here whether the arena has a place for it.
#[test]
fn the_arena_uses_the_whole_interface_in_every_language() {
    for (extension, joint, method_joint) in [("lua", ".", ":"), ("py", ".", "."), ("as", "::", ".")] {
        let text: String = SCRIPTS
            .iter()
            .chain(&OTHERS)
            .map(|name| {
                fs::read_to_string(example().join(format!("scripts/{name}.{extension}"))).expect(name)
            })
            .collect();
        let unused = unused(&text, joint, method_joint);
        if extension == "lua" {
            // It alone writes methods as nothing else, so what is used is known exactly.
            assert_eq!(unused, LEFT_OUT);
        }
        let known = LEFT_OUT.iter().chain(&LEFT_TO_TYPES);
        let unused: Vec<_> = unused.iter().filter(|name| known.clone().all(|known| known != name)).collect();
        assert!(unused.is_empty(), "*.{extension}: {unused:?}");
    }
}
