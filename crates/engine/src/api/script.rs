//! The module `script`.

use glotta_core::{Entity, ScriptError, Value};
use glotta_macros::script_api;

use crate::world::ScriptWorld;

/// The functions of the module `script`.
#[derive(Clone, Copy, Debug)]
pub struct ScriptsApi;

/// Scripts: on entities, and what they ask of each other.
#[script_api(module = "script", entity_methods, crate = glotta_core)]
impl ScriptsApi {
    /// Attaches a script to an entity, by its path in the project: `"scripts/grunt.lua"`, or `"scripts/grunt"` for the
    /// file of that name in the language of the script that runs, or else in another. The script is loaded now; its
    /// `on_start` runs at the beginning of the next frame, so that whoever attaches it can set up the entity's data
    /// first. A script that is attached already stays as it is.
    ///
    /// # Errors
    /// not-found, if the entity or the script does not exist; whatever went wrong when the script was loaded.
    fn attach(world: &mut ScriptWorld, entity: Entity, script: &str) -> Result<(), ScriptError> {
        world.attach(entity, script)
    }

    /// Detaches a script from an entity; its `on_stop` runs before this returns. False if the entity has no such
    /// script.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    fn detach(world: &mut ScriptWorld, entity: Entity, script: &str) -> Result<bool, ScriptError> {
        world.detach(entity, script)
    }

    /// The path of the script that runs now, relative to the project.
    ///
    /// # Errors
    /// host, if no script runs.
    fn path(world: &mut ScriptWorld) -> Result<String, ScriptError> {
        world.running_script().ok_or_else(|| ScriptError::host("no script is running"))
    }

    /// How often the script that runs now was reloaded: how often new code took the place of old code. New code that
    /// failed to load does not count, and while the body of new code runs, that is not counted yet.
    ///
    /// # Errors
    /// host, if no script runs.
    fn reload_count(world: &mut ScriptWorld) -> Result<u64, ScriptError> {
        let count = world.session(|session, _| session.current().map(|script| session.reload_count(script)));
        count.ok_or_else(|| ScriptError::host("no script is running"))
    }

    /// Calls a global function of another script, in whichever language it is, with a list of arguments, and gives what
    /// it returns. The script must be loaded: attached to an entity, or run by the project. A path without an extension
    /// means the same as in `attach`. What the function raises is raised here.
    ///
    /// # Errors
    /// not-found, if the script is not loaded or has no such function; runtime, if it is still loading.
    fn call(
        world: &mut ScriptWorld,
        script: &str,
        name: &str,
        arguments: Option<Vec<Value>>,
    ) -> Result<Value, ScriptError> {
        world.call_script(script, name, &arguments.unwrap_or_default())
    }

    /// True if the script is loaded, so that its functions can be called. False while its body runs.
    fn is_loaded(world: &mut ScriptWorld, script: &str) -> bool {
        world.is_script_loaded(script)
    }
}
