//! Systems by name: those of scripts and those of the game, in the one order of the runtime.

use bevy_ecs::resource::Resource;
use bevy_ecs::system::{BoxedSystem, RegisteredSystemError};
use bevy_ecs::world::World;
use glotta_core::{Callback, ScriptError, Table, Value};
use glotta_runtime::{SystemOptions, SystemPhase, SystemStatus};

use super::ScriptWorld;

/// The system that runs the updates of scripts, as one among the others.
const SCRIPTS: &str = "scripts";

/// Its priority, by which it goes before systems of the same phase that ask for nothing.
const SCRIPTS_PRIORITY: i32 = 100;

/// How much game time has passed since the last run of the system that runs now, for systems of the game that scripts
/// control ([`ScriptAppExt::add_script_controlled_system`](crate::ScriptAppExt::add_script_controlled_system)).
///
/// ```
/// use bevy_ecs::prelude::*;
/// use glotta_engine::SystemTime;
///
/// #[derive(Component)]
/// struct Fuel(f32);
///
/// fn burn(time: Res<SystemTime>, mut tanks: Query<&mut Fuel>) {
///     for mut tank in &mut tanks {
///         tank.0 -= 0.5 * time.delta_secs();
///     }
/// }
/// ```
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct SystemTime {
    delta: f64,
}

impl SystemTime {
    /// The time since the last run, in seconds; before the first, since scripts started.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "that is what a smaller type is for")]
    pub fn delta_secs(&self) -> f32 {
        self.delta as f32
    }

    /// The same, as exact as it is.
    #[must_use]
    pub fn delta_secs_f64(&self) -> f64 {
        self.delta
    }
}

/// A system of the game before scripts start.
pub(crate) struct ControlledSystem {
    pub(crate) name: String,
    pub(crate) options: SystemOptions,
    pub(crate) system: BoxedSystem,
}

impl ScriptWorld {
    /// Puts the systems of the game in line, in the world in which they will run.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if a name or a rate is none.
    pub(crate) fn add_systems(
        &mut self,
        world: &mut World,
        systems: Vec<ControlledSystem>,
    ) -> Result<(), ScriptError> {
        // A resource is an entity in this engine: made now, it is the same one in every run.
        world.init_resource::<SystemTime>();
        self.session(|session, scripts| {
            let options = SystemOptions::from(SystemPhase::Update).with_priority(SCRIPTS_PRIORITY);
            session.register_host_system(SCRIPTS, 0, options)?;
            for ControlledSystem { name, options, system } in systems {
                scripts.systems.push(world.register_boxed_system(system));
                let number = u32::try_from(scripts.systems.len()).unwrap_or(u32::MAX);
                session
                    .register_host_system(&name, number, options)
                    .map_err(|error| error.within("add_script_controlled_system"))?;
            }
            Ok(())
        })
    }

    /// Runs `on_start` of new instances, then all systems, the updates of scripts among them.
    pub(crate) fn run_systems(&mut self, dt: f64) {
        self.session(|session, world| {
            session.start_instances(world, Self::is_alive);
            session.run_systems(world, dt, |world, number, since| match number.checked_sub(1) {
                None => {
                    world.session(|session, world| session.update_instances(world, since, Self::is_alive));
                    Ok(true)
                }
                Some(place) => world.run_controlled(place as usize, since),
            });
        });
    }

    /// Runs a system of the game; false if it is one of those that run only when there is what they ask for.
    fn run_controlled(&mut self, place: usize, delta: f64) -> Result<bool, ScriptError> {
        let Some(&system) = self.systems.get(place) else { return Ok(false) };
        self.world.insert_resource(SystemTime { delta });
        match self.world.run_system(system) {
            Ok(()) => Ok(true),
            Err(RegisteredSystemError::Skipped(_)) => Ok(false),
            Err(RegisteredSystemError::Failed(error)) => Err(ScriptError::host(error.to_string())),
            Err(error) => Err(ScriptError::host(error.to_string())),
        }
    }

    /// Has `callback` called with the time since its last run, until the script that runs now is unloaded or the system is
    /// [unregistered](Self::unregister_system).
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if the name is empty, too long or taken, or the rate is negative or not
    /// finite; [`glotta_core::ErrorKind::NotFound`] if there is no component of a name that it reads or writes;
    /// [`glotta_core::ErrorKind::Runtime`] if there are [`MAX_SYSTEMS`](glotta_runtime::MAX_SYSTEMS) already;
    /// [`glotta_core::ErrorKind::Host`] if no script runs.
    pub fn register_system(
        &mut self,
        name: &str,
        callback: Callback,
        options: SystemOptions,
    ) -> Result<(), ScriptError> {
        for (what, components) in [("reads", &options.reads), ("writes", &options.writes)] {
            for (index, component) in components.iter().enumerate() {
                self.bindings
                    .resolve_seen(&mut self.world, component)
                    .map_err(|error| error.within(format_args!("{what}: element {}", index + 1)))?;
            }
        }
        self.session(|session, _| match session.current() {
            Some(script) => session.register_system(script, name, callback, options),
            None => Err(ScriptError::host("no script is running")),
        })
    }

    /// Ends a system of a script, at once.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if there is none of that name, [`glotta_core::ErrorKind::Argument`] if it is
    /// the game's.
    pub fn unregister_system(&mut self, name: &str) -> Result<(), ScriptError> {
        self.session(|session, _| session.unregister_system(name))
    }

    /// Switches a system on or off, at once; one that failed runs again when it is switched on.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if there is none of that name.
    pub fn enable_system(&mut self, name: &str, enabled: bool) -> Result<(), ScriptError> {
        self.session(|session, _| session.enable_system(name, enabled))
    }

    /// What is known of a system.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if there is none of that name.
    pub fn system(&mut self, name: &str) -> Result<SystemStatus, ScriptError> {
        self.session(|session, _| session.system(name))
    }

    /// What is known of all systems, in the order they run.
    #[must_use]
    pub fn systems(&mut self) -> Vec<SystemStatus> {
        self.session(|session, _| session.systems())
    }

    /// What is known of a system, for scripts.
    pub(crate) fn describe_system(&mut self, name: &str) -> Result<Table, ScriptError> {
        let SystemStatus { name, script, options, enabled, failed, .. } = self.system(name)?;
        let script = script.map(|script| self.session(|session, _| session.path(script)));
        let names = |names: Vec<String>| Value::List(names.into_iter().map(Value::String).collect());
        Ok(Table::from([
            ("name".to_owned(), name.to_string().into()),
            ("script".to_owned(), script.map_or(Value::Null, |path| path.to_string().into())),
            ("phase".to_owned(), options.phase.name().into()),
            ("priority".to_owned(), Value::Int(i64::from(options.priority))),
            ("rate".to_owned(), Value::Float(options.rate)),
            ("enabled".to_owned(), Value::Bool(enabled)),
            ("failed".to_owned(), Value::Bool(failed)),
            ("reads".to_owned(), names(options.reads)),
            ("writes".to_owned(), names(options.writes)),
        ]))
    }
}

/// What a system has cost, for scripts.
pub(crate) fn costs(SystemStatus { name, statistics, .. }: &SystemStatus) -> Table {
    let count = |count: u64| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let ms = |time: std::time::Duration| Value::Float(time.as_secs_f64() * 1e3);
    Table::from([
        ("name".to_owned(), name.to_string().into()),
        ("runs".to_owned(), count(statistics.runs)),
        ("errors".to_owned(), count(statistics.errors)),
        ("total_ms".to_owned(), ms(statistics.total_time)),
        ("mean_ms".to_owned(), ms(statistics.average_time())),
        ("last_ms".to_owned(), ms(statistics.last_time)),
        ("max_ms".to_owned(), ms(statistics.longest_run)),
    ])
}
