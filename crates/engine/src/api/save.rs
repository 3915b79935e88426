//! The module `save`.

use glotta_core::{ScriptError, Value};
use glotta_macros::script_api;

use crate::world::ScriptWorld;

/// The functions of the module `save`.
#[derive(Clone, Copy, Debug)]
pub struct SaveApi;

/// Saves: values that are still there when the game runs again, each under a name. What is in one is a script's to
/// decide: `save.write("slot-1", {level = 3, hero = hero:data()})` in Lua.
///
/// A name is 1 to 64 of a to z, 0 to 9, `_` and `-`. Every language reads what another has written. Files of a project are
/// kept in its folder `saves`; a game may keep them elsewhere.
#[script_api(module = "save", crate = glotta_core)]
impl SaveApi {
    /// Keeps a value under a name, in place of what was kept under it: numbers, texts, vectors, and lists and tables of them;
    /// also nothing. Handles and data of entities are kept as copies. If the game ends in the middle, what was there before
    /// still is.
    ///
    /// # Errors
    /// argument, if the name is none, or the value takes more than 64 MiB; type, if there is an entity, an asset, a function or
    /// an object in it, which end with the game; host, if it cannot be written. Then what was kept before still is.
    fn write(world: &mut ScriptWorld, name: &str, value: Value) -> Result<(), ScriptError> {
        world.write_save(name, &value)
    }

    /// The value that was kept under a name, or `fallback` if none was.
    ///
    /// # Errors
    /// argument, if the name is none; syntax, with file, line and column, if what is there is no save or is damaged; host, if
    /// it cannot be read.
    #[reach(nothing)]
    fn read(
        world: &mut ScriptWorld,
        name: &str,
        fallback: Option<Value>,
    ) -> Result<Option<Value>, ScriptError> {
        Ok(world.read_save(name)?.or(fallback))
    }

    /// The names of all saves, sorted.
    ///
    /// # Errors
    /// host, if they cannot be found out.
    #[reach(nothing)]
    fn list(world: &mut ScriptWorld) -> Result<Vec<String>, ScriptError> {
        world.saves()
    }

    /// Deletes a save. False if there is none of that name.
    ///
    /// # Errors
    /// argument, if the name is none; host, if it cannot be deleted.
    #[reach(nothing)]
    fn remove(world: &mut ScriptWorld, name: &str) -> Result<bool, ScriptError> {
        world.remove_save(name)
    }
}
