//! The module `system`.

use glotta_core::{Callback, ScriptError, Table};
use glotta_macros::script_api;
use glotta_runtime::SystemOptions;

use crate::world::{ScriptWorld, costs};

/// The functions of the module `system`.
#[derive(Clone, Copy, Debug)]
pub struct SystemApi;

/// Systems: functions by name that the game calls in every frame, or at a rate of their own. Those that scripts register
/// and those of the game's own code that it put under the control of scripts are in one list, and what a script can do
/// to the one it can do to the other.
///
/// A frame of scripts begins with `on_start` of new instances. Then all systems run: by phase (`"pre_update"`,
/// `"update"`, `"post_update"`), in a phase by priority, the greatest first, and where priorities are equal by name.
/// After that, events are delivered. The `update` functions of scripts run as one of the systems, with the name
/// `"scripts"`, in the phase `"update"` with the priority 100: before those that ask for nothing else.
///
/// What is registered, and which priority it is given, counts from the next frame on, if the systems of this one run
/// already. What is disabled, enabled or unregistered is so at once. So a system may do any of this to itself and to
/// others while it runs.
#[script_api(module = "system", crate = glotta_core)]
impl SystemApi {
    /// Has a function called in every frame with `dt`, the game time since its own last run (at first, since it was
    /// registered) in seconds, until the script that runs now is unloaded. `phase` is `"pre_update"`, `"update"` or
    /// `"post_update"`; in a phase, systems of greater `priority` run first. Register it in the body of a script or in
    /// `on_start`, and it runs in that frame already. All but the first two are best given by their names:
    /// `system.register("decay", decay, { priority = 10 })` in Lua, `system.register("decay", decay, priority=10)` in Python,
    /// `system::register("decay", decay, priority: 10)` in AngelScript.
    ///
    /// With a `rate`, it is called so many times in a second of game time, at most once a frame: in the frame that is
    /// nearest to the end of each period. It does not drift, and runs that did not fit into a long frame are left out:
    /// `dt` says how long it was. At 60 frames a second and a rate of 20, it is called in every third.
    ///
    /// `reads` and `writes` are lists of the components that it works on. They say what the system does, to `describe` and
    /// to a game that runs systems side by side later; nothing keeps the system from using others.
    ///
    /// A system that fails is logged and rests until it is given to `enable`, or its script is reloaded.
    ///
    /// When a script is reloaded, a system that its body registers goes on in the new code, switched off if it was. What was
    /// registered later, such as in `on_start`, ends with the old code: register it again in `on_reload`.
    ///
    /// # Errors
    /// argument, if the name is empty, longer than 200 bytes or taken, there is no such phase, or the rate is negative or
    /// not finite; not-found, if there is no such component; runtime, if there are 10,000 systems already.
    #[expect(clippy::too_many_arguments, reason = "all but two have defaults")]
    fn register(
        world: &mut ScriptWorld,
        name: &str,
        callback: Callback,
        #[default("update")] phase: &str,
        #[default(0)] priority: i32,
        #[default(0.0)] rate: f64,
        reads: Option<Vec<String>>,
        writes: Option<Vec<String>>,
    ) -> Result<(), ScriptError> {
        let (reads, writes) = (reads.unwrap_or_default(), writes.unwrap_or_default());
        let options = SystemOptions { phase: phase.parse()?, priority, rate, reads, writes };
        world.register_system(name, callback, options)
    }

    /// Ends a system that a script registered, this one or another. It does not run any more, not in this frame either.
    ///
    /// # Errors
    /// not-found, if there is no such system; argument, if it is the game's own: disable it instead.
    fn unregister(world: &mut ScriptWorld, name: &str) -> Result<(), ScriptError> {
        world.unregister_system(name)
    }

    /// True if there is a system of that name.
    fn exists(world: &mut ScriptWorld, name: &str) -> bool {
        world.session(|session, _| session.has_system(name))
    }

    /// Switches a system on, also one that rests because it failed. Its time goes on where it stood: `dt` does not count
    /// how long it was off.
    ///
    /// # Errors
    /// not-found, if there is no such system.
    fn enable(world: &mut ScriptWorld, name: &str) -> Result<(), ScriptError> {
        world.enable_system(name, true)
    }

    /// Switches a system off until it is given to `enable`.
    ///
    /// # Errors
    /// not-found, if there is no such system.
    fn disable(world: &mut ScriptWorld, name: &str) -> Result<(), ScriptError> {
        world.enable_system(name, false)
    }

    /// True if the system runs when its time comes: it is switched on, and does not rest because it failed.
    ///
    /// # Errors
    /// not-found, if there is no such system.
    fn is_enabled(world: &mut ScriptWorld, name: &str) -> Result<bool, ScriptError> {
        world.system(name).map(|system| system.runs())
    }

    /// Gives a system another priority, from the next frame on: in a phase, systems of greater priority run first.
    ///
    /// # Errors
    /// not-found, if there is no such system.
    fn set_priority(world: &mut ScriptWorld, name: &str, priority: i32) -> Result<(), ScriptError> {
        world.session(|session, _| session.set_system_priority(name, priority))
    }

    /// Has a system run so many times in a second of game time, the next time one period after its last run; 0 is in
    /// every frame.
    ///
    /// # Errors
    /// not-found, if there is no such system; argument, if the rate is negative or not finite.
    fn set_update_rate(
        world: &mut ScriptWorld,
        name: &str,
        #[default(0.0)] rate: f64,
    ) -> Result<(), ScriptError> {
        world.session(|session, _| session.set_system_rate(name, rate))
    }

    /// The names of all systems, in the order they run.
    fn list(world: &mut ScriptWorld) -> Vec<String> {
        world.systems().iter().map(|system| system.name.to_string()).collect()
    }

    /// What is known of a system, as a table: its `name`; the path of the `script` that registered it, or nothing for one of
    /// the game's own; `phase`, `priority` and `rate`; whether it is `enabled`, and whether it has `failed`, so that it
    /// rests; and what it `reads` and `writes`, two lists, as whoever registered it said.
    ///
    /// # Errors
    /// not-found, if there is no such system.
    fn describe(world: &mut ScriptWorld, name: &str) -> Result<Table, ScriptError> {
        world.describe_system(name)
    }

    /// What a system has cost so far, as a table: its `name`, how many `runs` it had, how many of them ended with `errors`,
    /// and how long they took, in milliseconds: `total_ms`, `mean_ms`, `last_ms`, `max_ms`. Times are real time and differ
    /// from run to run: a game that is to run the same way twice decides nothing by them.
    ///
    /// # Errors
    /// not-found, if there is no such system.
    fn performance(world: &mut ScriptWorld, name: &str) -> Result<Table, ScriptError> {
        world.system(name).map(|system| costs(&system))
    }

    /// What each system has cost so far, in the order they run: a list of tables as `performance` gives.
    fn all_performance(world: &mut ScriptWorld) -> Vec<Table> {
        world.systems().iter().map(costs).collect()
    }
}
