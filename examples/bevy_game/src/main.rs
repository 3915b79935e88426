//! Runs the game for ten seconds of its own time.

use std::time::Duration;

use bevy_app::App;
use bevy_game::{CombatPlugin, Health};
use bevy_time::{TimePlugin, TimeUpdateStrategy};
use glotta::engine::LogLevel;
use glotta::prelude::*;

struct Terminal;

impl ScriptOutput for Terminal {
    #[expect(clippy::print_stdout, reason = "the example's output")]
    fn print(&self, text: &str) {
        println!("{text}");
    }

    #[expect(clippy::print_stderr, reason = "the example's messages")]
    fn log(&self, level: LogLevel, text: &str) {
        eprintln!("[{level}] {text}");
    }
}

fn main() {
    let mut app = App::new();
    app.add_plugins((TimePlugin, CombatPlugin));
    app.script_setup().set_output(Terminal);
    app.insert_resource(TimeUpdateStrategy::ManualDuration(Duration::from_secs_f64(1.0 / 60.0)));
    for _ in 0..600 {
        app.update();
    }
    stop_scripts(app.world_mut());
    let mut fighters = app.world_mut().query::<&Health>();
    let left = fighters.iter(app.world()).count();
    Terminal.print(&format!("{left} fighter left"));
}
