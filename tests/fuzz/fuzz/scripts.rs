//! Arbitrary text as a script of each language.

use std::cell::RefCell;
use std::path::Path;

use glotta::core::{Arg, ErrorKind, Source, Value};
use glotta_fuzz::{Change, changed, changes, check};
use proptest::prelude::{any, prop};

use crate::game::{EXTENSIONS, Game, check_place};

/// Scripts that work, in one language: those of the conformance cases.
fn good(extension: &str) -> Vec<String> {
    fn gather(folder: &Path, extension: &str, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path())
        {
            if entry.is_dir() {
                gather(&entry, extension, found);
            } else if entry.extension().is_some_and(|found| found == extension) {
                let text = std::fs::read_to_string(&entry).expect("a script");
                found.push((entry.display().to_string(), text));
            }
        }
    }
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases");
    let mut found = Vec::new();
    gather(&cases, extension, &mut found);
    // The order in which a folder is read is nobody's.
    found.sort();
    // What tries to leave the game on purpose is tried where it is meant, not in arbitrary variations.
    found.retain(|(path, _)| !path.contains("isolation"));
    assert!(found.len() > 100, "the cases of {extension} are not where they were: {}", found.len());
    found.into_iter().map(|(_, text)| text).collect()
}

/// Loads a script, calls what it defines, and makes sure that the next one can run.
fn run(game: &mut Game, extension: &str, text: &str) {
    let path = format!("fuzzed.{extension}");
    game.scripts(|world| {
        world.session(|session, world| match session.load_source(world, &Source::new(&*path, text)) {
            Ok(script) => {
                for (name, arguments) in [("on_start", &[][..]), ("update", &[Arg::Float(0.1)][..])] {
                    if session.find(script, name).is_some() {
                        let result = session.call_by_name(world, script, name, arguments);
                        if let Err(error) = result.outcome {
                            assert!(!error.message().is_empty(), "{error:?}");
                        }
                    }
                }
            }
            Err(error) => {
                assert!(!error.message().is_empty(), "{error:?}");
                if error.kind() == ErrorKind::Syntax {
                    check_place(&error, &format!(".{extension}"));
                }
            }
        });
        world.run_frame();
        world.session(|session, world| {
            if let Some(script) = session.script(&path) {
                session.unload(world, script);
            }
            let sound = match extension {
                "lua" => "function sound() return 7 end",
                "py" => "def sound(): return 7",
                _ => "int sound() { return 7; }",
            };
            // What the case before this one has used up of memory is garbage by now.
            if let Ok(language) = session.language(["lua", "python", "angelscript"][place_of(extension)]) {
                language.collect_garbage(world);
            }
            let script =
                session.load_source(world, &Source::new(format!("sound.{extension}"), sound)).expect("loads");
            let result = session.call_by_name(world, script, "sound", &[]);
            assert_eq!(result.outcome.expect("runs"), Value::Int(7));
        });
    });
}

fn place_of(extension: &str) -> usize {
    EXTENSIONS.iter().position(|known| *known == extension).expect("known")
}

/// Runs arbitrary variations of good scripts.
fn vary(extension: &str, cases: u32) {
    let scripts = good(extension);
    let game = RefCell::new(Game::new([("check".to_owned(), "")]));
    let strategy = (any::<prop::sample::Index>(), changes());
    check(cases, &strategy, |(which, changes): (_, Vec<Change>)| {
        let text = changed(&scripts[which.index(scripts.len())], &changes);
        run(&mut game.borrow_mut(), extension, &text);
    });
}

/// Runs arbitrary text, and text that only has signs that mean something.
fn any_text(extension: &str, cases: u32) {
    let game = RefCell::new(Game::new([("check".to_owned(), "")]));
    let signs = "[ a-f(){}\\[\\]=:;.,+*/<>@&'\"0-9\n\t#%!|~^-]{0,80}";
    let strategy = (any::<bool>(), "\\PC{0,60}", signs);
    check(cases, &strategy, |(which, all, some)| {
        run(&mut game.borrow_mut(), extension, if which { &all } else { &some });
    });
}

#[test]
fn lua_survives_any_text() {
    any_text("lua", 300);
}

#[test]
fn python_survives_any_text() {
    any_text("py", 300);
}

#[test]
fn angelscript_survives_any_text() {
    any_text("as", 30);
}

#[test]
fn lua_survives_scripts_that_are_nearly_right() {
    vary("lua", 200);
}

#[test]
fn python_survives_scripts_that_are_nearly_right() {
    vary("py", 150);
}

#[test]
fn angelscript_survives_scripts_that_are_nearly_right() {
    vary("as", 40);
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let strategy = prop::collection::vec(any::<u8>(), 0..200);
    check(60, &strategy, |bytes| {
        let files = EXTENSIONS.map(|extension| (format!("a.{extension}"), bytes.clone()));
        let is_text = std::str::from_utf8(&bytes).is_ok();
        // AngelScript compiles in a process of its own, so text goes to the others only.
        let count = if is_text { 2 } else { 3 };
        let mut game = Game::new(files.clone());
        for (path, _) in &files[..count] {
            let loaded = game.scripts(|world| world.session(|session, world| session.load(world, path)));
            if !is_text {
                let error = loaded.expect_err("it is no text");
                assert_eq!(error.kind(), ErrorKind::Syntax, "{error:?}");
                check_place(&error, path);
                assert!(error.line().is_some(), "{error:?}");
            }
        }
    });
}
