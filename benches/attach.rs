//! What it costs to attach a script: the same measurement in every language.

use bevy_app::App;
use bevy_time::TimePlugin;
use criterion::{BatchSize, Criterion};
use glotta::prelude::*;
use glotta::runtime::MemoryReader;

/// A game in which scripts find one, at a path.
pub(crate) fn game_with(path: &str, script: &'static str) -> App {
    let mut app = App::new();
    app.add_plugins((TimePlugin, GlottaPlugin::new("")));
    app.script_setup().set_reader(MemoryReader::new([(path.to_owned(), script)]));
    app.finish();
    app.cleanup();
    app
}

/// Measures attaching the script to so many new entities, their first frame included.
pub(crate) fn measure(
    criterion: &mut Criterion,
    name: &str,
    path: &str,
    script: &'static str,
    instances: usize,
) {
    criterion.bench_function(name, |bencher| {
        bencher.iter_batched(
            || {
                let mut app = game_with(path, script);
                app.update();
                app
            },
            |mut app| {
                for _ in 0..instances {
                    app.world_mut().spawn(ScriptComponent::new(path));
                }
                app.update();
                app
            },
            BatchSize::PerIteration,
        );
    });
}
