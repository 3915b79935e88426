//! Calls that cannot be stopped, in each language: the game stands still, so it is told at once and not after the frame
//! which script that is.

#![allow(clippy::panic, reason = "a failed expectation is a failed test")]

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use bevy_app::App;
use bevy_time::TimePlugin;
use glotta::core::{ErrorKind, ScriptError};
use glotta::engine::{LogLevel, ScriptOutput};
use glotta::prelude::*;
use glotta::runtime::{Budgets, MemoryReader};

/// What was put out as errors, by the thread that the game runs on and by others.
#[derive(Default)]
struct Told {
    in_frames: Vec<ScriptError>,
    at_once: Vec<ScriptError>,
}

fn told() -> std::sync::MutexGuard<'static, Told> {
    static TOLD: OnceLock<Mutex<Told>> = OnceLock::new();
    TOLD.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes errors, and tells by whom they came.
struct ByThread(std::thread::ThreadId);

impl ScriptOutput for ByThread {
    fn print(&self, _: &str) {}

    fn log(&self, _: LogLevel, _: &str) {}

    fn error(&self, error: &ScriptError) {
        let mut told = told();
        if std::thread::current().id() == self.0 { &mut told.in_frames } else { &mut told.at_once }
            .push(error.clone());
    }
}

struct WaitApi;

/// For a call that no language can stop.
#[script_api(module = "wait")]
impl WaitApi {
    /// Comes back when something was told at once.
    fn until_told() {
        while told().at_once.is_empty() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

#[test]
fn a_call_that_cannot_be_stopped_is_told_of_while_it_runs_and_its_end_says_how_late_it_is() {
    for (path, language, script) in [
        ("a.lua", "lua", "function update(dt) wait.until_told() while true do end end"),
        ("a.py", "python", "def update(dt):\n    wait.until_told()\n    while True: pass"),
        ("a.as", "angelscript", "void update(double dt) { wait::until_told(); while (true) {} }"),
    ] {
        let mut app = App::new();
        app.add_plugins((TimePlugin, GlottaPlugin::new("")));
        let setup = app.script_setup();
        setup.add_api::<WaitApi>().add_script(path).set_reader(MemoryReader::new([(path, script)]));
        setup.set_budgets(Budgets { call: Duration::from_millis(50), ..Budgets::unlimited() });
        setup.set_output(Arc::new(ByThread(std::thread::current().id())));
        app.finish();
        app.cleanup();
        app.update();
        let Told { in_frames, at_once } = std::mem::take(&mut *told());
        let [at_once] = &at_once[..] else { panic!("{path}: {at_once:?}") };
        assert_eq!((at_once.kind(), at_once.source()), (ErrorKind::Timeout, path));
        assert_eq!(at_once.language(), language);
        let message = at_once.message();
        assert!(
            message.starts_with("the script was told to stop 1 s ago, and its function \"update\" still"),
            "{message}"
        );
        let [at_the_end] = &in_frames[..] else { panic!("{path}: {in_frames:?}") };
        assert_eq!((at_the_end.kind(), at_the_end.source()), (ErrorKind::Timeout, path));
        let message = at_the_end.message();
        assert!(
            message.contains("a call may take 50 ms") && message.contains("s after it was told to"),
            "{message}"
        );
    }
}
