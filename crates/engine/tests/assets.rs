//! Assets: loading at the frame's beginning, reloading what changed, and back ends of a game's own.

mod common;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use common::{ClosureLanguage, Game, Journal, call, callback, kind, table};
use glotta_core::{Asset, ErrorKind, ScriptError, Value};
use glotta_engine::{AssetBackend, AssetContext, AssetProgress, LogLevel, Output, ScriptWorld};
use glotta_runtime::{FileReader, SourceReader};

/// Files in memory that change.
#[derive(Clone, Default)]
struct Files(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

impl Files {
    fn new<const N: usize>(files: [(&str, &str); N]) -> Self {
        let all = Self::default();
        for (path, text) in files {
            all.write(path, text);
        }
        all
    }

    fn write(&self, path: &str, content: impl Into<Vec<u8>>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), content.into());
    }

    fn remove(&self, path: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }
}

impl SourceReader for Files {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ScriptError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned())
    }

    fn list(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }
}

fn game(language: ClosureLanguage, files: &Files) -> Game {
    let files = files.clone();
    Game::with(language, move |setup| {
        setup.set_reader(files);
    })
}

fn load(game: &mut Game, path: &str, type_name: &str) -> Value {
    game.call("asset.load", [path.into(), type_name.into()]).expect("a good path and type")
}

fn state(game: &mut Game, asset: &Value) -> String {
    let state = game.call("asset.state", [asset.clone()]).expect("there is such an asset");
    state.as_str().expect("a name").to_owned()
}

fn content(game: &mut Game, asset: &Value) -> Value {
    game.call("asset.get", [asset.clone()]).expect("it is loaded")
}

fn message(game: &mut Game, asset: &Value) -> Option<String> {
    match game.call("asset.error", [asset.clone()]).expect("there is such an asset") {
        Value::Null => None,
        error => Some(error.as_table().expect("a table")["message"].as_str().expect("text").to_owned()),
    }
}

#[test]
fn a_reload_keeps_what_works() {
    let files = Files::new([("a.toml", "size = 1")]);
    let mut game = game(ClosureLanguage::new(), &files);
    let asset = load(&mut game, "a.toml", "data");
    game.frame();
    assert_eq!(content(&mut game, &asset), table([("size", Value::Int(1))]));
    for (text, why) in [
        ("size = ", "string values must be quoted, expected literal string"),
        (
            "size = 2024-01-01",
            "size: expected a value that scripts have: write the date as a string, got date 2024-01-01",
        ),
    ] {
        files.write("a.toml", text);
        game.call("asset.reload", [asset.clone()]).expect("it is there");
        game.frame();
        assert_eq!(state(&mut game, &asset), "loaded", "{text}");
        assert_eq!(content(&mut game, &asset), table([("size", Value::Int(1))]), "{text}");
        assert_eq!(message(&mut game, &asset).as_deref(), Some(why));
    }
    files.remove("a.toml");
    game.call("asset.reload", [asset.clone()]).expect("it is there");
    game.frame();
    assert_eq!(message(&mut game, &asset).as_deref(), Some("there is no file \"a.toml\""));
    files.write("a.toml", "size = 3");
    game.call("asset.reload", [asset.clone()]).expect("it is there");
    assert_eq!(content(&mut game, &asset), table([("size", Value::Int(1))]), "until the next frame");
    game.frame();
    assert_eq!(content(&mut game, &asset), table([("size", Value::Int(3))]));
    assert_eq!(message(&mut game, &asset), None);
}

#[test]
fn an_asset_that_failed_is_tried_again_by_a_reload_only() {
    let files = Files::new([]);
    let mut game = game(ClosureLanguage::new(), &files);
    let asset = load(&mut game, "a.txt", "text");
    game.frame();
    assert_eq!(state(&mut game, &asset), "failed");
    files.write("a.txt", "there now");
    assert_eq!(load(&mut game, "a.txt", "text"), asset);
    game.frame();
    assert_eq!(state(&mut game, &asset), "failed");
    game.call("asset.reload", [asset.clone()]).expect("it is there");
    assert_eq!(state(&mut game, &asset), "loading");
    game.frame();
    assert_eq!(content(&mut game, &asset), "there now".into());
}

#[test]
fn a_file_that_changed_reloads_its_assets_and_no_others() {
    let files = Files::new([("a.toml", "a = 1"), ("b.toml", "b = 1")]);
    let mut game = game(ClosureLanguage::new(), &files);
    let data = load(&mut game, "a.toml", "data");
    let text = load(&mut game, "a.toml", "text");
    let other = load(&mut game, "b.toml", "text");
    game.frame();
    files.write("a.toml", "a = 2");
    files.write("b.toml", "b = 2");
    assert_eq!(game.scripts(|world| world.reload_asset_file("./a.toml")), 2);
    assert_eq!(game.scripts(|world| world.reload_asset_file("c.toml")), 0);
    assert_eq!(game.scripts(|world| world.reload_asset_file("../a.toml")), 0);
    game.frame();
    assert_eq!(content(&mut game, &data), table([("a", Value::Int(2))]));
    assert_eq!(content(&mut game, &text), "a = 2".into());
    assert_eq!(content(&mut game, &other), "b = 1".into());
}

#[test]
fn a_file_too_large_is_refused_with_its_size() {
    let files = Files::new([]);
    files.write("large.txt", vec![b'x'; (64 << 20) + 1]);
    let mut game = game(ClosureLanguage::new(), &files);
    let asset = load(&mut game, "large.txt", "text");
    game.frame();
    assert_eq!(
        message(&mut game, &asset).as_deref(),
        Some("the file has 67108865 bytes: an asset may have at most 67108864")
    );
    files.write("large.txt", vec![b'x'; 64 << 20]);
    game.call("asset.reload", [asset.clone()]).expect("it is there");
    game.frame();
    assert_eq!(state(&mut game, &asset), "loaded");
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("inner")).expect("a folder in it");
    let pipe = folder.path().join("pipe.txt");
    let is_pipe =
        std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success());
    let reader = FileReader::new(folder.path());
    let mut game = Game::with(ClosureLanguage::new(), move |setup| {
        setup.set_reader(reader);
    });
    for path in ["inner", if is_pipe { "pipe.txt" } else { "inner" }] {
        let asset = load(&mut game, path, "text");
        game.frame();
        let message = message(&mut game, &asset).expect("it failed");
        assert!(message.ends_with("it is not a file"), "{message}");
    }
}

#[test]
fn so_many_assets_may_be_there_and_no_more() {
    let mut game = Game::new();
    let refused = game.scripts(|world| {
        for number in 0..100_000 {
            world.load_asset(&number.to_string(), "text").expect("there is room");
        }
        let error = world.load_asset("one more", "text").expect_err("full");
        let known = world.load_asset("0", "text").expect("it is there already");
        world.unload_asset(known).expect("it is there");
        world.load_asset("one more", "text").expect("there is room again");
        error
    });
    assert_eq!(refused.message(), "there are 100000 assets, which is the most there may be: unload some");
}

#[test]
fn a_number_that_no_asset_ever_had_is_refused() {
    let mut game = Game::new();
    let asset = Value::from(Asset::from_bits(7));
    assert_eq!(game.call("asset.is_loaded", [asset.clone()]).ok(), Some(Value::Bool(false)));
    for function in ["state", "error", "path", "type", "get", "unload", "reload", "dependencies"] {
        let refusal = game.refusal(&format!("asset.{function}"), [asset.clone()]);
        assert_eq!(refusal, format!("asset.{function}: there is no asset #7"));
    }
}

#[test]
fn who_listens_is_told_once_a_reload_until_its_script_goes() {
    let files = Files::new([("a.txt", "1"), ("main.rs", ""), ("other.rs", "")]);
    let journal = Journal::default();
    let note = journal.clone();
    let language = ClosureLanguage::new()
        .on("main.rs", "", |world, _| {
            let asset = call(world, "asset.load", ["a.txt".into(), "text".into()])?;
            call(world, "asset.on_reload", [asset, callback(1)])
        })
        .on("other.rs", "", |world, _| call(world, "asset.on_reload", ["text".into(), callback(2)]))
        .callback(1, {
            let note = note.clone();
            move |_, arguments| {
                note.note(format!("asset {}", arguments[0]));
                Ok(Value::Null)
            }
        })
        .callback(2, move |_, arguments| {
            note.note(format!("type {}", arguments[0]));
            Ok(Value::Null)
        });
    let mut game = game(language, &files);
    let load_script = |game: &mut Game, path: &str| {
        game.scripts(|world| world.session(|session, world| session.load(world, path))).expect("loads")
    };
    let main = load_script(&mut game, "main.rs");
    load_script(&mut game, "other.rs");
    game.frame();
    assert!(journal.take().is_empty(), "the first load is no reload");
    game.call("asset.reload_all", ["text".into()]).expect("a type");
    game.call("asset.reload_all", ["text".into()]).expect("a type");
    game.frame();
    assert_eq!(journal.take(), ["asset Asset(#1)", "type Asset(#1)"]);
    game.frame();
    assert!(journal.take().is_empty());
    game.scripts(|world| world.session(|session, world| session.unload(world, main)));
    game.call("asset.reload_all", ["text".into()]).expect("a type");
    game.frame();
    assert_eq!(journal.take(), ["type Asset(#1)"]);
    let outside = game.call("asset.on_reload", ["text".into(), callback(1)]);
    assert_eq!(kind(outside), Some(ErrorKind::Host), "no script would own it");
}

#[test]
fn a_script_that_unloads_itself_as_an_asset_goes_in_the_next_frame() {
    let files = Files::new([("own.rs", "")]);
    let journal = Journal::default();
    let note = journal.clone();
    let language = ClosureLanguage::new()
        .on("own.rs", "", |world, _| {
            call(world, "engine.on_cleanup", [callback(1)])?;
            let own = call(world, "asset.load", ["own.rs".into(), "script".into()])?;
            call(world, "asset.unload", [own])
        })
        .callback(1, move |_, _| {
            note.note("gone");
            Ok(Value::Null)
        });
    let mut game = game(language, &files);
    let asset = load(&mut game, "own.rs", "script");
    game.frame();
    assert_eq!(state(&mut game, &asset), "unloaded");
    assert_eq!(game.call("script.is_loaded", ["own.rs".into()]).ok(), Some(Value::Bool(true)));
    assert!(journal.take().is_empty());
    game.frame();
    assert_eq!(journal.take(), ["gone"]);
    assert_eq!(game.call("script.is_loaded", ["own.rs".into()]).ok(), Some(Value::Bool(false)));
}

#[test]
fn a_script_that_was_loaded_before_stays_when_it_is_no_asset_any_more() {
    let files = Files::new([("a.rs", "")]);
    let mut game = game(ClosureLanguage::new().on("a.rs", "", |_, _| Ok(Value::Null)), &files);
    game.scripts(|world| world.session(|session, world| session.load(world, "a.rs"))).expect("loads");
    let asset = load(&mut game, "a.rs", "script");
    game.frame();
    game.call("asset.unload", [asset]).expect("it is there");
    game.frame();
    game.frame();
    assert_eq!(game.call("script.is_loaded", ["a.rs".into()]).ok(), Some(Value::Bool(true)));
}

#[test]
fn a_script_is_reloaded_as_an_asset_and_keeps_its_code_if_that_fails() {
    let files = Files::new([("a.rs", "")]);
    let tries = Arc::new(Mutex::new(0));
    let journal = Journal::default();
    let language = ClosureLanguage::new().noting("a.rs", &["hello"], &journal).on("a.rs", "", move |_, _| {
        let mut tries = tries.lock().unwrap_or_else(PoisonError::into_inner);
        *tries += 1;
        if *tries == 2 { Err(ScriptError::argument("not today")) } else { Ok(Value::Null) }
    });
    let mut game = game(language, &files);
    let asset = load(&mut game, "a.rs", "script");
    game.frame();
    game.call("asset.reload", [asset.clone()]).expect("it is there");
    game.frame();
    assert_eq!(
        (state(&mut game, &asset).as_str(), message(&mut game, &asset).as_deref()),
        ("loaded", Some("not today"))
    );
    assert!(game.call("script.call", ["a.rs".into(), "hello".into()]).is_ok());
    game.call("asset.reload", [asset.clone()]).expect("it is there");
    game.frame();
    assert_eq!((state(&mut game, &asset).as_str(), message(&mut game, &asset)), ("loaded", None));
    let errors = game.output.take().iter().filter(|output| matches!(output, Output::Error(_))).count();
    assert_eq!(errors, 1);
}

#[test]
fn what_changed_is_told_as_one_whether_it_is_a_script_or_a_file() {
    let files = Files::new([("a.txt", "1"), ("a.rs", "one"), ("main.rs", "")]);
    let journal = Journal::default();
    let (note, broken) = (journal.clone(), Arc::new(Mutex::new(false)));
    let is_broken = Arc::clone(&broken);
    let language = ClosureLanguage::new()
        .on("main.rs", "", |world, _| {
            call(world, "asset.on_reload", ["text".into(), callback(1)])?;
            call(world, "asset.on_reload", ["script".into(), callback(1)])
        })
        .on("a.rs", "", move |_, _| {
            let broken = *is_broken.lock().unwrap_or_else(PoisonError::into_inner);
            if broken { Err(ScriptError::argument("broken")) } else { Ok(Value::Null) }
        })
        .callback(1, move |_, arguments| {
            note.note(arguments[0].to_string());
            Ok(Value::Null)
        });
    let mut game = game(language, &files);
    game.scripts(|world| world.session(|session, world| session.load(world, "main.rs"))).expect("loads");
    let text = load(&mut game, "a.txt", "text");
    let script = load(&mut game, "a.rs", "script");
    game.frame();
    let change = |game: &mut Game, text: &str| {
        files.write("a.txt", text);
        files.write("a.rs", text);
        game.scripts(|world| drop(world.reload(["a.txt".to_owned(), "a.rs".to_owned()])));
        game.frame();
    };
    change(&mut game, "two");
    assert_eq!(journal.take(), [script.to_string(), text.to_string()]);
    *broken.lock().unwrap_or_else(PoisonError::into_inner) = true;
    change(&mut game, "three");
    assert_eq!(journal.take(), [text.to_string()]);
    assert_eq!(
        (state(&mut game, &script).as_str(), message(&mut game, &script).as_deref()),
        ("loaded", Some("broken"))
    );
    *broken.lock().unwrap_or_else(PoisonError::into_inner) = false;
    change(&mut game, "four");
    assert_eq!(journal.take(), [script.to_string(), text.to_string()]);
    assert_eq!(message(&mut game, &script), None);
    let performance = game.call("engine.performance", []).expect("it is told");
    assert_eq!(performance.as_table().expect("a table")["assets"], Value::Int(2));
}

/// A back end whose assets are there after so many frames as their path says, and which notes what is asked of it.
struct Slow {
    journal: Journal,
    left: BTreeMap<Asset, u32>,
    changed: Arc<Mutex<Vec<Asset>>>,
}

impl AssetBackend for Slow {
    fn types(&self) -> Vec<String> {
        vec!["Model".to_owned(), "text".to_owned()]
    }

    fn start(
        &mut self,
        _: &mut AssetContext<'_>,
        asset: Asset,
        path: &str,
        type_name: &str,
    ) -> Result<(), ScriptError> {
        self.journal.note(format!("start {type_name} {path}"));
        let frames = path.parse().map_err(|_| ScriptError::argument("expected a number"))?;
        self.left.insert(asset, frames);
        Ok(())
    }

    fn reload(&mut self, _: &mut AssetContext<'_>, asset: Asset) -> Result<(), ScriptError> {
        self.journal.note(format!("reload {asset}"));
        self.left.insert(asset, 2);
        Ok(())
    }

    fn poll(&mut self, _: &mut AssetContext<'_>, asset: Asset) -> AssetProgress {
        match self.left.get_mut(&asset) {
            Some(0) => AssetProgress::Loaded,
            Some(left) => {
                *left -= 1;
                AssetProgress::Loading
            }
            None => AssetProgress::Failed(ScriptError::host("it was never begun")),
        }
    }

    fn loader(&self, _: &mut AssetContext<'_>, asset: Asset) -> Option<String> {
        self.left.get(&asset).map(|_| "the loader of models".to_owned())
    }

    fn changed(&mut self, _: &mut AssetContext<'_>) -> Vec<Asset> {
        std::mem::take(&mut *self.changed.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn content(&mut self, _: &mut AssetContext<'_>, asset: Asset) -> Result<Value, ScriptError> {
        Ok(format!("content of {asset}").into())
    }

    fn unload(&mut self, _: &mut AssetContext<'_>, asset: Asset) {
        self.journal.note(format!("unload {asset}"));
        self.left.remove(&asset);
    }
}

#[test]
fn a_back_end_of_a_game_loads_in_its_own_time() {
    let journal = Journal::default();
    let changed = Arc::new(Mutex::new(Vec::new()));
    let slow = Slow { journal: journal.clone(), left: BTreeMap::new(), changed: Arc::clone(&changed) };
    let files = Files::new([("main.rs", ""), ("2", "a text")]);
    let note = journal.clone();
    let language = ClosureLanguage::new()
        .on("main.rs", "", |world, _| call(world, "asset.on_reload", ["Model".into(), callback(1)]))
        .callback(1, move |_, arguments| {
            note.note(format!("told of {}", arguments[0]));
            Ok(Value::Null)
        });
    let mut game = Game::with(language, move |setup| {
        setup.set_reader(files).add_asset_backend(slow);
    });
    game.scripts(|world| world.session(|session, world| session.load(world, "main.rs"))).expect("loads");
    let model = load(&mut game, "2", "Model");
    let text = load(&mut game, "2", "text");
    assert_eq!(journal.take(), ["start Model 2"], "the first back end with a type has it");
    game.frame();
    game.frame();
    assert_eq!((state(&mut game, &model).as_str(), state(&mut game, &text).as_str()), ("loading", "loaded"));
    game.frame();
    assert_eq!(content(&mut game, &model), "content of #1".into());
    // A reload takes frames too, and the asset stays what it was.
    game.call("asset.reload", [model.clone()]).expect("it is there");
    game.call("asset.reload", [model.clone()]).expect("it is there");
    game.frame();
    assert_eq!(state(&mut game, &model), "loaded");
    game.frame();
    game.frame();
    assert_eq!(journal.take(), ["reload #1", "told of Asset(#1)"]);
    // Someone else loaded it anew; and one that is no asset of scripts any more.
    *changed.lock().unwrap_or_else(PoisonError::into_inner) = vec![Asset::from_bits(1), Asset::from_bits(9)];
    game.frame();
    assert_eq!(journal.take(), ["told of Asset(#1)"]);
    let broken = load(&mut game, "soon", "Model");
    assert_eq!(
        (state(&mut game, &broken).as_str(), message(&mut game, &broken).as_deref()),
        ("failed", Some("expected a number"))
    );
    game.call("asset.unload", [model]).expect("it is there");
    game.frame();
    assert_eq!(journal.take(), ["start Model soon", "unload #1"]);
    let refusal = game.refusal("asset.load", ["x".into(), "Modell".into()]);
    assert_eq!(refusal, "asset.load: there is no type of assets \"Modell\"; did you mean \"Model\"?");
}

#[test]
fn a_loader_that_takes_long_is_told_once() {
    let slow = Slow { journal: Journal::default(), left: BTreeMap::new(), changed: Arc::default() };
    let mut game = Game::with(ClosureLanguage::new(), move |setup| {
        setup.set_reader(Files::new([])).add_asset_backend(slow);
    });
    game.scripts(|world| world.set_asset_patience(Duration::MAX));
    load(&mut game, "9", "Model");
    game.frame();
    assert!(game.output.take().is_empty(), "there is time");
    game.scripts(|world| world.set_asset_patience(Duration::ZERO));
    game.frame();
    game.frame();
    let told = "the asset \"9\" is still loading after 0 s: the loader of models has not returned";
    assert_eq!(game.output.take(), [Output::Log(LogLevel::Warn, told.to_owned())]);
}

#[test]
fn who_waits_for_an_asset_is_told_once_unless_its_script_goes_first() {
    let files = Files::new([("a.txt", "1"), ("main.rs", ""), ("other.rs", "")]);
    let journal = Journal::default();
    let note = journal.clone();
    let wait = |callback_id| {
        move |world: &mut ScriptWorld, _: &[Value]| {
            let asset = call(world, "asset.load", ["a.txt".into(), "text".into()])?;
            call(world, "asset.on_load", [asset, callback(callback_id)])
        }
    };
    let language = ClosureLanguage::new()
        .on("main.rs", "", wait(1))
        .on("other.rs", "", wait(2))
        .callback(1, |_, _| Err(ScriptError::host("its script is gone")))
        .callback(2, move |_, arguments| {
            note.note(format!("{} {}", arguments[0], arguments[1]));
            Ok(Value::Null)
        });
    let mut game = game(language, &files);
    let mut load_script = |path: &str| {
        game.scripts(|world| world.session(|session, world| session.load(world, path))).expect("loads")
    };
    let main = load_script("main.rs");
    load_script("other.rs");
    game.scripts(|world| world.session(|session, world| session.unload(world, main)));
    game.frame();
    assert_eq!(journal.take(), ["Asset(#1) null"]);
    game.call("asset.reload_all", ["text".into()]).expect("a type");
    game.frame();
    assert!(journal.take().is_empty());
}

#[test]
fn what_is_loaded_leaves_the_worlds_hash_alone() {
    let files = Files::new([("a.txt", "1")]);
    let mut game = game(ClosureLanguage::new(), &files);
    game.frame();
    let before = glotta_engine::world_hash(&game.world);
    load(&mut game, "a.txt", "text");
    game.frame();
    assert_eq!(glotta_engine::world_hash(&game.world), before);
}
