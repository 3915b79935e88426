//! A game's own types of assets, through `bevy_asset`, from a real folder.
#![cfg(feature = "bevy_asset")]

mod common;

use std::fs;
use std::path::Path;
use std::time::Duration;

use bevy_app::{App, TaskPoolPlugin};
use bevy_asset::io::Reader;
use bevy_asset::{Asset, AssetApp, AssetLoader, AssetPlugin, AssetServer, Assets, LoadContext};
use bevy_reflect::{Reflect, TypePath};
use common::{ClosureLanguage, Journal, call, callback, table};
use glotta_core::{ErrorKind, ScriptError, Value};
use glotta_engine::{
    BevyAssets, LogLevel, MemoryOutput, Output, ScriptAppExt as _, ScriptEnginePlugin, ScriptWorld,
    with_scripts,
};
use glotta_runtime::MemoryReader;
use tempfile::TempDir;

/// What scripts can see.
#[derive(Asset, Reflect)]
struct Level {
    waves: u32,
}

/// What scripts can hold only.
#[derive(Asset, TypePath)]
struct Sealed;

/// Of no loader.
#[derive(Asset, Reflect)]
struct Orphan {
    nothing: u32,
}

/// Of a loader that never ends.
#[derive(Asset, Reflect)]
struct Stuck {
    nothing: u32,
}

/// Reads a number, which may be missing.
#[derive(Default, TypePath)]
struct LevelLoader;

impl AssetLoader for LevelLoader {
    type Asset = Level;
    type Settings = ();
    type Error = std::io::Error;

    async fn load(
        &self,
        reader: &mut dyn Reader,
        _: &(),
        _: &mut LoadContext<'_>,
    ) -> Result<Level, std::io::Error> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).await?;
        let text = String::from_utf8_lossy(&bytes);
        match text.trim().parse() {
            Ok(waves) => Ok(Level { waves }),
            Err(error) => Err(std::io::Error::other(format!("no number of waves: {error}"))),
        }
    }

    fn extensions(&self) -> &[&str] {
        &["level"]
    }
}

#[derive(Default, TypePath)]
struct SealedLoader;

impl AssetLoader for SealedLoader {
    type Asset = Sealed;
    type Settings = ();
    type Error = std::io::Error;

    async fn load(
        &self,
        _: &mut dyn Reader,
        _: &(),
        _: &mut LoadContext<'_>,
    ) -> Result<Sealed, std::io::Error> {
        Ok(Sealed)
    }

    fn extensions(&self) -> &[&str] {
        &["sealed"]
    }
}

/// Never ends.
#[derive(Default, TypePath)]
struct StuckLoader;

impl AssetLoader for StuckLoader {
    type Asset = Stuck;
    type Settings = ();
    type Error = std::io::Error;

    async fn load(
        &self,
        _: &mut dyn Reader,
        _: &(),
        _: &mut LoadContext<'_>,
    ) -> Result<Stuck, std::io::Error> {
        std::future::pending().await
    }

    fn extensions(&self) -> &[&str] {
        &["stuck"]
    }
}

/// An app with assets in a folder of its own.
struct Game {
    app: App,
    folder: TempDir,
    journal: Journal,
    output: MemoryOutput,
}

impl Game {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            fs::write(folder.path().join(path), text).expect("written");
        }
        let journal = Journal::default();
        let note = journal.clone();
        let language = ClosureLanguage::new()
            .on("main.rs", "", |world, _| call(world, "asset.on_reload", ["Level".into(), callback(1)]))
            .callback(1, move |_, arguments| {
                note.note(format!("told of {}", arguments[0]));
                Ok(Value::Null)
            });
        let output = MemoryOutput::new();
        let mut app = App::new();
        let file_path = folder.path().to_string_lossy().into_owned();
        app.add_plugins((
            TaskPoolPlugin::default(),
            AssetPlugin { file_path, ..AssetPlugin::default() },
            ScriptEnginePlugin,
        ))
        .init_asset::<Level>()
        .init_asset::<Sealed>()
        .init_asset::<Orphan>()
        .init_asset::<Stuck>()
        .register_asset_reflect::<Level>()
        .register_asset_loader(LevelLoader)
        .register_asset_loader(SealedLoader)
        .register_asset_loader(StuckLoader);
        let setup = app.script_setup();
        setup
            .add_language(Box::new(language))
            .set_reader(MemoryReader::new([("main.rs", "")]))
            .set_output(output.clone())
            .add_asset_backend(
                BevyAssets::new().with::<Level>().with::<Sealed>().with::<Orphan>().with::<Stuck>(),
            );
        app.finish();
        app.cleanup();
        Self { app, folder, journal, output }
    }

    fn scripts<R>(&mut self, work: impl FnOnce(&mut ScriptWorld) -> R) -> R {
        with_scripts(self.app.world_mut(), work).expect("the world has scripts")
    }

    fn call<const N: usize>(&mut self, function: &str, arguments: [Value; N]) -> Result<Value, ScriptError> {
        self.scripts(|world| call(world, function, arguments))
    }

    fn load(&mut self, path: &str, type_name: &str) -> Value {
        self.call("asset.load", [path.into(), type_name.into()]).expect("a good path and type")
    }

    fn state(&mut self, asset: &Value) -> String {
        let state = self.call("asset.state", [asset.clone()]).expect("there is such an asset");
        state.as_str().expect("a name").to_owned()
    }

    fn error(&mut self, asset: &Value) -> Option<(String, String)> {
        match self.call("asset.error", [asset.clone()]).expect("there is such an asset") {
            Value::Null => None,
            error => {
                let error = error.as_table().expect("a table");
                let text = |name: &str| error[name].as_str().expect("text").to_owned();
                Some((text("kind"), text("message")))
            }
        }
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.folder.path().join(Path::new(path)), text).expect("written");
    }

    /// Runs frames until `is_done`, or fails after very many.
    fn until(&mut self, is_done: impl Fn(&mut Self) -> bool) {
        let is_done_now = (0..20_000).any(|_| {
            if is_done(self) {
                return true;
            }
            self.app.update();
            // The loader's threads want a turn.
            std::thread::sleep(Duration::from_micros(200));
            false
        });
        assert!(is_done_now, "it never came to be");
    }

    fn settled(&mut self, asset: &Value) -> String {
        self.until(|game| game.state(asset) != "loading");
        self.state(asset)
    }
}

#[test]
fn a_type_of_the_game_is_loaded_by_its_name_and_shown_to_scripts() {
    let mut game = Game::new(&[("one.level", "7")]);
    let level = game.load("one.level", "Level");
    assert_eq!(game.state(&level), "loading");
    let full = game.load("./one.level", Level::type_path());
    assert_eq!(full, level, "by the full name it is the same");
    assert_eq!(game.settled(&level), "loaded");
    assert_eq!(game.call("asset.get", [level.clone()]).ok(), Some(table([("waves", Value::Int(7))])));
    assert_eq!(game.call("asset.type", [level]).ok(), Some("Level".into()));
    let refusal = game.call("asset.load", ["one.level".into(), "Levl".into()]).expect_err("mistyped");
    assert_eq!(refusal.message(), "asset.load: there is no type of assets \"Levl\"; did you mean \"Level\"?");
}

#[test]
fn what_cannot_be_loaded_fails_with_its_cause() {
    let mut game = Game::new(&[("bad.level", "seven"), ("a.txt", ""), ("one.level", "1"), ("b.sealed", "")]);
    game.write("two.level", "2");
    let meta =
        "(meta_format_version: \"1.0\", asset: Load(loader: \"assets_bevy::LevelLoader\", settings: ()))";
    game.write("two.level.meta", meta);
    for (path, type_name, kind, message) in [
        ("none.level", "Level", "not-found", "there is no file \"none.level\""),
        ("bad.level", "Level", "syntax", "no number of waves: invalid digit found in string"),
        ("one.level", "Orphan", "not-found", "this game has no loader for \"one.level\""),
        // Its meta file names a loader of another type.
        ("two.level", "Sealed", "type", "\"two.level\" holds nothing of the type"),
        ("a#", "Level", "argument", "\"a#\" is not the path of an asset"),
    ] {
        let asset = game.load(path, type_name);
        assert_eq!(game.settled(&asset), "failed", "{path}");
        let (got_kind, got) = game.error(&asset).expect("it failed");
        assert_eq!(got_kind, kind, "{got}");
        assert!(got.starts_with(message), "{got}");
    }
    let sealed = game.load("b.sealed", "Sealed");
    assert_eq!(game.settled(&sealed), "loaded");
    let refusal = game.call("asset.get", [sealed]).expect_err("not reflected");
    assert_eq!(refusal.kind(), ErrorKind::Type);
    let outside = game.call("asset.load", ["../one.level".into(), "Level".into()]);
    assert_eq!(outside.expect_err("outside").kind(), ErrorKind::NotFound);
}

#[test]
fn a_reload_brings_what_the_file_holds_now_or_keeps_what_works() {
    let mut game = Game::new(&[("one.level", "7")]);
    let main = game.scripts(|world| world.session(|session, world| session.load(world, "main.rs")));
    main.expect("loads");
    let level = game.load("one.level", "Level");
    assert_eq!(game.settled(&level), "loaded");
    game.write("one.level", "8");
    game.call("asset.reload", [level.clone()]).expect("it is there");
    assert_eq!(game.state(&level), "loaded");
    let journal = game.journal.clone();
    game.until(|_| !journal.take().is_empty());
    assert_eq!(game.call("asset.get", [level.clone()]).ok(), Some(table([("waves", Value::Int(8))])));
    game.write("one.level", "eight");
    game.call("asset.reload", [level.clone()]).expect("it is there");
    game.until(|game| game.error(&level).is_some());
    assert_eq!(game.state(&level), "loaded");
    assert_eq!(game.call("asset.get", [level.clone()]).ok(), Some(table([("waves", Value::Int(8))])));
    game.write("one.level", "9");
    game.call("asset.reload", [level.clone()]).expect("it is there");
    game.until(|game| game.error(&level).is_none());
    assert_eq!(game.call("asset.get", [level.clone()]).ok(), Some(table([("waves", Value::Int(9))])));
    assert_eq!(journal.take(), ["told of Asset(#1)"]);
}

#[test]
fn a_loader_that_never_ends_is_named() {
    let mut game = Game::new(&[("a.stuck", "")]);
    game.scripts(|world| world.set_asset_patience(Duration::ZERO));
    let stuck = game.load("a.stuck", "Stuck");
    let output = game.output.clone();
    game.until(|_| {
        let told =
            "the asset \"a.stuck\" is still loading after 0 s: assets_bevy::StuckLoader has not returned";
        output.take() == [Output::Log(LogLevel::Warn, told.to_owned())]
    });
    assert_eq!(game.state(&stuck), "loading");
}

#[test]
fn one_that_failed_is_there_after_a_reload() {
    let mut game = Game::new(&[]);
    let level = game.load("late.level", "Level");
    assert_eq!(game.settled(&level), "failed");
    game.write("late.level", "3");
    game.call("asset.reload", [level.clone()]).expect("it is there");
    assert_eq!(game.state(&level), "loading");
    assert_eq!(game.settled(&level), "loaded");
    assert_eq!(game.call("asset.get", [level]).ok(), Some(table([("waves", Value::Int(3))])));
}

#[test]
fn what_the_game_loads_anew_is_told_to_scripts() {
    let mut game = Game::new(&[("one.level", "7")]);
    game.scripts(|world| world.session(|session, world| session.load(world, "main.rs"))).expect("loads");
    let level = game.load("one.level", "Level");
    assert_eq!(game.settled(&level), "loaded");
    game.app.update();
    game.app.update();
    assert!(game.journal.take().is_empty(), "the first load is no reload");
    game.write("one.level", "8");
    game.app.world().resource::<AssetServer>().reload("one.level");
    let journal = game.journal.clone();
    game.until(|_| journal.take() == ["told of Asset(#1)"]);
    assert_eq!(game.call("asset.get", [level]).ok(), Some(table([("waves", Value::Int(8))])));
}

#[test]
fn an_asset_goes_with_the_last_who_holds_it() {
    let mut game = Game::new(&[("one.level", "7")]);
    let level = game.load("one.level", "Level");
    assert_eq!(game.settled(&level), "loaded");
    assert_eq!(game.app.world().resource::<Assets<Level>>().len(), 1);
    game.call("asset.unload", [level.clone()]).expect("it is there");
    assert_eq!(game.state(&level), "unloaded");
    game.until(|game| game.app.world().resource::<Assets<Level>>().is_empty());
}

#[test]
fn a_game_that_lacks_what_loads_assets_is_told_so() {
    let mut app = App::new();
    app.add_plugins(ScriptEnginePlugin);
    app.script_setup().set_output(MemoryOutput::new()).add_asset_backend(BevyAssets::new().with::<Level>());
    app.finish();
    app.cleanup();
    let error = with_scripts(app.world_mut(), |world| {
        let asset = call(world, "asset.load", ["one.level".into(), "Level".into()]).expect("a known type");
        call(world, "asset.get", [asset]).expect_err("it failed")
    });
    let error = error.expect("the world has scripts");
    assert!(error.message().ends_with("this game has no asset server: it lacks the AssetPlugin"), "{error}");
}
