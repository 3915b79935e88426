//! A game in one language or several, with components of all types, whose files can be changed while it runs.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bevy_app::App;
use bevy_ecs::prelude::{Component, Resource};
use bevy_reflect::Reflect;
use bevy_reflect::std_traits::ReflectDefault;
use bevy_time::{Real, Time, TimePlugin, TimeUpdateStrategy};
use bevy_transform::components::Transform;
use glotta::core::Language;
use glotta::engine::input::{InputAction, InputMap};
use glotta::engine::{MemoryOutput, Output, ScriptEnginePlugin};
use glotta::prelude::*;
use glotta::runtime::{Budgets, SourceReader};

/// The time of one frame, in seconds.
const FRAME: Duration = Duration::from_millis(20);

/// How much something can take.
#[derive(Component, Reflect, Clone, Default)]
#[reflect(Default)]
pub(crate) struct Health {
    pub(crate) current: f32,
    pub(crate) max: f32,
}

/// An enumeration whose values hold something, or nothing.
#[derive(Reflect, Clone, Default)]
#[reflect(Default)]
pub(crate) enum Mode {
    #[default]
    Idle,
    Wait {
        seconds: f32,
    },
    Follow(Option<bevy_ecs::entity::Entity>, u8),
}

/// A part of another.
#[derive(Reflect, Clone, Default)]
#[reflect(Default)]
pub(crate) struct Inner {
    pub(crate) heat: f64,
    pub(crate) names: Vec<String>,
}

/// A field of each type.
#[derive(Component, Reflect, Clone, Default)]
#[reflect(Default)]
pub(crate) struct Everything {
    pub(crate) tiny: i8,
    pub(crate) level: u8,
    pub(crate) count: i32,
    pub(crate) huge: u64,
    pub(crate) wide: i64,
    pub(crate) mass: f32,
    pub(crate) charge: f64,
    pub(crate) alive: bool,
    pub(crate) letter: char,
    pub(crate) name: String,
    pub(crate) place: Vec3,
    pub(crate) offset: Vec2,
    pub(crate) turn: Quat,
    pub(crate) target: Option<bevy_ecs::entity::Entity>,
    pub(crate) maybe: Option<f32>,
    pub(crate) pair: (u16, String),
    pub(crate) three: [i16; 3],
    pub(crate) items: Vec<Inner>,
    pub(crate) counts: HashMap<String, u32>,
    pub(crate) mode: Mode,
    pub(crate) inner: Inner,
}

/// One number, without a name.
#[derive(Component, Reflect, Clone, Default)]
#[reflect(Default)]
pub(crate) struct Speed(pub(crate) f32);

/// Does not lie in tables.
#[derive(Component, Reflect, Clone, Default)]
#[reflect(Default)]
#[component(storage = "SparseSet")]
pub(crate) struct Loose {
    pub(crate) place: Vec3,
    pub(crate) level: u8,
}

/// Cannot be changed in place.
#[derive(Component, Reflect, Clone, Default)]
#[component(immutable)]
#[reflect(Default)]
pub(crate) struct Banner {
    pub(crate) color: String,
    pub(crate) weight: f32,
}

/// Files that change.
#[derive(Clone, Default)]
pub(crate) struct Files(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

impl Files {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, content: impl Into<Vec<u8>>) {
        self.lock().insert(path.to_owned(), content.into());
    }

    /// Takes a file away, and gives what it held.
    pub(crate) fn remove(&self, path: &str) -> Option<Vec<u8>> {
        self.lock().remove(path)
    }
}

impl SourceReader for Files {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ScriptError> {
        Ok(self.lock().get(path).cloned())
    }

    fn list(&self) -> Vec<String> {
        self.lock().keys().cloned().collect()
    }
}

/// How often scripts' functions were called that only count.
#[derive(Resource, Default)]
pub(crate) struct Called(pub(crate) u64);

/// The game.
pub(crate) struct Played {
    pub(crate) app: App,
    pub(crate) files: Files,
    output: MemoryOutput,
}

impl Played {
    /// A game of these languages, with these scripts of the game as a whole; `prepare` says what else it has.
    pub(crate) fn new(
        languages: Vec<Box<dyn Language>>,
        scripts: &[&str],
        files: Files,
        prepare: impl FnOnce(&mut App),
    ) -> Self {
        let mut app = App::new();
        app.add_plugins((TimePlugin, ScriptEnginePlugin));
        app.insert_resource(TimeUpdateStrategy::ManualDuration(FRAME));
        app.init_resource::<Called>();
        app.register_script_component::<Health>()
            .register_script_component::<Everything>()
            .register_script_component::<Speed>()
            .register_script_component::<Loose>()
            .register_script_component::<Banner>()
            .register_script_component::<Transform>();
        let output = MemoryOutput::new();
        let setup = app.script_setup();
        for language in languages {
            setup.add_language(language);
        }
        let none = Duration::MAX;
        setup.set_budgets(Budgets { call: none, load: none, frame: none, ..Budgets::default() });
        setup.set_reader(files.clone()).set_output(output.clone()).set_seed(1);
        setup.set_settings(Table::from([("speed".to_owned(), Value::Float(2.5))]));
        setup.set_input(actions().expect("actions"));
        for script in scripts {
            setup.add_script(*script);
        }
        prepare(&mut app);
        app.finish();
        app.cleanup();
        if let Some(mut time) = app.world_mut().get_resource_mut::<Time<Real>>() {
            // The clock's first update only starts it.
            time.update_with_duration(Duration::ZERO);
        }
        Self { app, files, output }
    }

    /// Works with the scripts.
    pub(crate) fn scripts<R>(&mut self, work: impl FnOnce(&mut ScriptWorld) -> R) -> R {
        with_scripts(self.app.world_mut(), work).expect("it has scripts")
    }

    /// What was printed, logged and told since the last time.
    pub(crate) fn told(&self) -> Vec<String> {
        let text = |output| match output {
            Output::Print(text) => text,
            Output::Log(level, text) => format!("[{level}] {text}"),
            Output::Error(error) => format!("error[{}]: {}", error.kind(), error.message()),
        };
        self.output.take().into_iter().map(text).collect()
    }
}

fn actions() -> Result<InputMap, ScriptError> {
    let mut map = InputMap::new();
    map.add_context("menu", false)?;
    map.add_context("dialogue", true)?;
    map.add_action("jump", InputAction::new().source("Space")?.source("Pad.South")?)?;
    map.add_action("walk", InputAction::new().pair("KeyA", "KeyD")?.source("Pad.LeftStickX")?)?;
    map.add_action("confirm", InputAction::new().source("Space")?.in_context("menu"))?;
    map.add_action("next", InputAction::new().source("Enter")?.in_context("dialogue"))?;
    Ok(map)
}
