//! The example plays out as it should.

use std::time::Duration;

use bevy_app::App;
use bevy_game::{CombatPlugin, Health};
use bevy_time::{TimePlugin, TimeUpdateStrategy};
use glotta::engine::MemoryOutput;
use glotta::prelude::*;

#[test]
fn one_fighter_wins_and_the_referee_says_so() {
    let output = MemoryOutput::new();
    let mut app = App::new();
    app.add_plugins((TimePlugin, CombatPlugin));
    app.script_setup().set_output(output.clone());
    app.insert_resource(TimeUpdateStrategy::ManualDuration(Duration::from_secs_f64(1.0 / 60.0)));
    for _ in 0..600 {
        app.update();
    }
    let regeneration = with_scripts(app.world_mut(), |world| world.system("regeneration"))
        .expect("scripts run")
        .expect("it is there");
    assert!(!regeneration.enabled, "the referee has switched it off");
    assert!((2..=4).contains(&regeneration.statistics.runs), "{}", regeneration.statistics.runs);
    stop_scripts(app.world_mut());
    let mut fighters = app.world_mut().query::<&Health>();
    assert_eq!(fighters.iter(app.world()).count(), 1);
    let printed = output.take_printed();
    assert!(printed.iter().any(|line| line.contains(" strikes ")), "{printed:?}");
    assert!(printed.iter().any(|line| line.starts_with("sudden death")), "{printed:?}");
    assert_eq!(printed.last().map(|line| line.ends_with(" wins")), Some(true), "{printed:?}");
}
