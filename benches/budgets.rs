//! What time budgets cost while none is spent: the same frames with the watchdog and without, in turn, so that what the
//! machine does meanwhile falls on both.

#![allow(clippy::print_stdout, reason = "figures are what it is for")]

use std::time::{Duration, Instant};

use bevy_app::App;
use bevy_time::TimePlugin;
use bevy_transform::components::Transform;
use glotta::engine::ScriptWorld;
use glotta::prelude::*;
use glotta::runtime::{Budgets, MemoryReader};

/// How many entities have a script.
const INSTANCES: usize = 1000;

/// How often each of the two is measured.
const PAIRS: usize = 400;

/// About how long one measurement takes.
const LENGTH: Duration = Duration::from_millis(4);

/// How much longer than without budgets the move benchmark may take.
const AIM: f64 = 1.01;

/// What a frame does.
struct Work {
    what: &'static str,
    /// How many entities have the script.
    instances: usize,
    /// What one entity's `update` does, in each language.
    scripts: [&'static str; 3],
    aim: Option<f64>,
}

const WORK: [Work; 3] = [
    Work {
        what: "a thousand moves in one call",
        instances: 1,
        scripts: [
            "local step = Vec3(0.01, 0.0, 0.0)
             function update(e, dt)
                 for _ = 1, 1000 do component.set_position(e, component.get_position(e) + step) end
             end",
            "step = Vec3(0.01, 0.0, 0.0)
def update(e, dt):
    for _ in range(1000): component.set_position(e, component.get_position(e) + step)",
            "Vec3 step(0.01, 0, 0);
             void update(Entity e, double dt) {
                 for (int i = 0; i < 1000; i++) {
                     Vec3 p = component::get_position(e);
                     component::set_position(e, p + step);
                 }
             }",
        ],
        aim: Some(AIM),
    },
    Work {
        what: "an update that moves its entity",
        instances: INSTANCES,
        scripts: [
            "local step = Vec3(0.01, 0.0, 0.0)
             function update(e, dt) component.set_position(e, component.get_position(e) + step) end",
            "step = Vec3(0.01, 0.0, 0.0)
def update(e, dt): component.set_position(e, component.get_position(e) + step)",
            "Vec3 step(0.01, 0, 0);
             void update(Entity e, double dt) {
                 Vec3 p = component::get_position(e);
                 component::set_position(e, p + step);
             }",
        ],
        aim: Some(AIM),
    },
    Work {
        what: "an update that does nothing",
        instances: INSTANCES,
        scripts: [
            "function update(e, dt) end",
            "def update(e, dt): pass",
            "void update(Entity e, double dt) {}",
        ],
        aim: None,
    },
];

/// A game in which so many entities have the script.
fn game(path: &str, script: &'static str, instances: usize) -> App {
    let mut app = App::new();
    app.add_plugins((TimePlugin, GlottaPlugin::new("")));
    app.script_setup().set_reader(MemoryReader::new([(path.to_owned(), script)]));
    app.finish();
    app.cleanup();
    for _ in 0..instances {
        app.world_mut().spawn((Transform::default(), ScriptComponent::new(path)));
    }
    app.update();
    app
}

/// How long so many frames take with these budgets, in nanoseconds.
fn frames(world: &mut ScriptWorld, budgets: &Budgets, count: u32) -> f64 {
    world.session(|session, _| session.set_budgets(budgets.clone()));
    // The watchdog wakes up or goes to sleep.
    world.run_frame();
    let start = Instant::now();
    (0..count).for_each(|_| world.run_frame());
    start.elapsed().as_secs_f64() * 1e9
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

fn measure(language: &str, extension: &str, work: &Work, script: &'static str) {
    let mut app = game(&format!("bench.{extension}"), script, work.instances);
    let ran = with_scripts(app.world_mut(), |world| {
        let (on, off) = (Budgets::default(), Budgets::unlimited());
        assert_eq!(
            world.session(|session, _| (session.instance_count(), session.error_count())),
            (work.instances, 0)
        );
        let mut count = 1;
        while frames(world, &off, count) < LENGTH.as_secs_f64() * 1e9 {
            count *= 2;
        }
        let calls = f64::from(count) * work.instances as f64;
        let (mut with, mut without, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for pair in 0..PAIRS {
            let (on, off) = if pair % 2 == 0 {
                let on = frames(world, &on, count);
                (on, frames(world, &off, count))
            } else {
                let off = frames(world, &off, count);
                (frames(world, &on, count), off)
            };
            with.push(on / calls);
            without.push(off / calls);
            ratios.push(on / off);
        }
        let ratio = median(ratios);
        let verdict = match work.aim {
            None => String::new(),
            Some(aim) if ratio <= aim => format!("at most {aim}: met"),
            Some(aim) => format!("at most {aim}: MISSED"),
        };
        println!(
            "{language:<12} {:<34} {:>10.1} {:>10.1} {ratio:>7.3}   {verdict}",
            work.what,
            median(with),
            median(without)
        );
    });
    ran.expect("scripts run");
}

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    println!(
        "{:<12} {:<34} {:>10} {:>10} {:>7}   aim",
        "one call, in the median", "", "watched", "unwatched", "ratio"
    );
    for work in &WORK {
        let languages = [("lua", "lua"), ("python", "py"), ("angelscript", "as")];
        for ((language, extension), script) in languages.into_iter().zip(work.scripts) {
            measure(language, extension, work, script);
        }
    }
}
