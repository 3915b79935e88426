//! The world that a case runs in: the same for all, and a fresh one for each.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Duration;

use bevy_app::App;
use bevy_ecs::component::Component;
use bevy_reflect::Reflect;
use bevy_reflect::std_traits::ReflectDefault;
use bevy_time::{Real, Time, TimePlugin, TimeUpdateStrategy};
use glotta::engine::input::InputRecording;
use glotta::engine::{MemoryOutput, Output, ScriptEnginePlugin, ScriptSetup};
use glotta::prelude::*;
use glotta::runtime::{Budgets, MemoryReader};

use crate::case::Scripts;
use crate::input;
use crate::messages;

/// The most memory that a case may use, in bytes: enough for all but the one that uses it up.
const MEMORY: usize = 64 << 20;

/// What a case may take, however slow the machine is or whatever watches it: only one without end takes longer.
const PATIENCE: Duration = Duration::from_secs(900);

/// The time of one frame, in seconds.
const FRAME: Duration = Duration::from_nanos(1_000_000_000 / 60);

/// How much something can take.
#[derive(Component, Reflect, Default)]
#[reflect(Default)]
struct Health {
    /// Points that are left.
    current: f32,
    /// Points at the start.
    max: f32,
}

/// Part of [`Stats`].
#[derive(Reflect, Default)]
#[reflect(Default)]
struct Armor {
    value: f32,
    layers: u8,
}

/// A field of each type that has a fast lane, and a structure.
#[derive(Component, Reflect)]
#[reflect(Default)]
struct Stats {
    level: i32,
    name: String,
    armor: Armor,
    speed: f64,
    alive: bool,
    target: Option<bevy_ecs::entity::Entity>,
    tint: Vec3,
    offset: Vec2,
    facing: Quat,
}

impl Default for Stats {
    fn default() -> Self {
        Self {
            level: 1,
            name: "nobody".to_owned(),
            armor: Armor::default(),
            speed: 1.0,
            alive: false,
            target: None,
            tint: Vec3::ZERO,
            offset: Vec2::ZERO,
            facing: Quat::IDENTITY,
        }
    }
}

/// A structure with one nameless field.
#[derive(Component, Reflect, Default)]
#[reflect(Default)]
struct Speed(f32);

/// An enumeration with a variant that holds something.
#[derive(Component, Reflect, Default)]
#[reflect(Default)]
enum Mode {
    #[default]
    Idle,
    Chase,
    Wait {
        seconds: f32,
    },
}

/// An enumeration in a field.
#[derive(Component, Reflect, Default)]
#[reflect(Default)]
struct Brain {
    mode: Mode,
}

/// A list and a map.
#[derive(Component, Reflect, Default)]
#[reflect(Default)]
struct Bag {
    items: Vec<String>,
    counts: HashMap<String, u32>,
}

/// Cannot be changed in place.
#[derive(Component, Reflect, Default)]
#[component(immutable)]
#[reflect(Default)]
struct Banner {
    color: String,
}

/// All of it must be given, since it has no default.
#[derive(Component, Reflect)]
struct Relic {
    power: f32,
    owner: String,
}

/// What `engine.setting` reads.
fn settings() -> Table {
    let waves = Table::from([
        ("size".to_owned(), Value::Int(40)),
        ("names".to_owned(), Value::List(vec!["first".into(), "second".into()])),
    ]);
    Table::from([
        ("speed".to_owned(), Value::Float(2.5)),
        ("title".to_owned(), "Arena".into()),
        ("debug".to_owned(), Value::Bool(true)),
        ("waves".to_owned(), waves.into()),
    ])
}

/// The world of a case with its scripts, before anything ran in it.
pub(crate) fn app<'f>(
    files: impl Iterator<Item = (&'f str, Vec<u8>)>,
    output: &MemoryOutput,
    prepare: impl FnOnce(&mut ScriptSetup),
) -> Result<App, ScriptError> {
    let mut app = App::new();
    app.add_plugins((TimePlugin, ScriptEnginePlugin));
    app.insert_resource(TimeUpdateStrategy::ManualDuration(FRAME));
    app.register_script_component::<Health>()
        .register_script_component::<Stats>()
        .register_script_component::<Speed>()
        .register_script_component::<Mode>()
        .register_script_component::<Brain>()
        .register_script_component::<Bag>()
        .register_script_component::<Banner>()
        .register_script_component::<Relic>();
    let setup = app.script_setup();
    for language in glotta::languages() {
        setup.add_language(language);
    }
    setup.set_reader(MemoryReader::new(files));
    setup.set_output(output.clone());
    setup.set_settings(settings());
    setup.set_seed(1);
    setup.set_input(input::map()?);
    setup.set_memory_limit(Some(MEMORY));
    setup.set_budgets(Budgets { call: PATIENCE, load: PATIENCE, frame: PATIENCE, ..Budgets::default() });
    prepare(setup);
    messages::add(&mut app);
    app.finish();
    app.cleanup();
    if let Some(mut time) = app.world_mut().get_resource_mut::<Time<Real>>() {
        // The clock's first update only starts it; so that the first frame takes time like any other.
        time.update_with_duration(Duration::ZERO);
    }
    Ok(app)
}

/// Runs the scripts of a case and gives what they put out.
pub(crate) fn run(scripts: &Scripts) -> Result<String, ScriptError> {
    let output = MemoryOutput::new();
    let files = scripts.files.iter().map(|(path, text)| (path.as_str(), text.clone()));
    let mut app = app(files, &output, |setup| {
        if scripts.frames.is_some() {
            setup.add_script(scripts.main.as_str());
        }
    })?;
    if let Some(text) = &scripts.input {
        let recording = InputRecording::parse("the case's input", text)?;
        with_scripts(app.world_mut(), |world: &mut ScriptWorld| world.replay_input(recording))?;
    }
    match scripts.frames {
        Some(frames) => (0..frames).for_each(|_| app.update()),
        None => with_scripts(app.world_mut(), |world: &mut ScriptWorld| {
            // An error is logged, and comes with the output.
            let _ = world.session(|session, world| session.load(world, &scripts.main));
            world.report_errors();
        })?,
    }
    stop_scripts(app.world_mut());
    Ok(text(output.take()))
}

fn text(outputs: Vec<Output>) -> String {
    let mut text = String::new();
    for output in outputs {
        // Writing to a String cannot fail.
        let _ = match output {
            Output::Print(line) => writeln!(text, "{line}"),
            Output::Log(level, message) => writeln!(text, "[{level}] {message}"),
            Output::Error(error) => writeln!(text, "error[{}]: {}", error.kind(), error.message()),
        };
    }
    text
}
