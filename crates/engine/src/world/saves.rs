//! Values that outlive the game.

use glotta_core::{ScriptError, Value};

use super::ScriptWorld;
use crate::saves::{check_save_name, from_text, to_text};

impl ScriptWorld {
    /// Keeps a value under a name, in place of what was kept under it, also when the game has ended; see
    /// [`ScriptSetup::set_saves`](crate::ScriptSetup::set_saves) for where.
    ///
    /// # Errors
    /// [`Argument`](glotta_core::ErrorKind::Argument) if the name [is none](crate::check_save_name) or the value takes more
    /// than [`MOST_SAVE_BYTES`](crate::MOST_SAVE_BYTES); [`Type`](glotta_core::ErrorKind::Type) if anything in it ends with
    /// the game, such as an entity; [`Host`](glotta_core::ErrorKind::Host) if it cannot be kept. Then what was kept before
    /// still is.
    pub fn write_save(&mut self, name: &str, value: &Value) -> Result<(), ScriptError> {
        check_save_name(name)?;
        let text = to_text(value).map_err(|error| error.within("value"))?;
        self.saves.write(name, &text)
    }

    /// The value that is kept under a name; `None` if none is.
    ///
    /// # Errors
    /// [`Argument`](glotta_core::ErrorKind::Argument) if the name [is none](crate::check_save_name);
    /// [`Syntax`](glotta_core::ErrorKind::Syntax) with the place if what is there is no save, or damaged;
    /// [`Host`](glotta_core::ErrorKind::Host) if it cannot be read.
    pub fn read_save(&self, name: &str) -> Result<Option<Value>, ScriptError> {
        check_save_name(name)?;
        let Some(text) = self.saves.read(name)? else { return Ok(None) };
        from_text(&self.saves.place(name), &text).map(Some)
    }

    /// The names under which values are kept, sorted.
    ///
    /// # Errors
    /// [`Host`](glotta_core::ErrorKind::Host) if they cannot be found out.
    pub fn saves(&self) -> Result<Vec<String>, ScriptError> {
        self.saves.list()
    }

    /// Deletes what is kept under a name; false if nothing is.
    ///
    /// # Errors
    /// [`Argument`](glotta_core::ErrorKind::Argument) if the name [is none](crate::check_save_name);
    /// [`Host`](glotta_core::ErrorKind::Host) if it cannot be deleted.
    pub fn remove_save(&mut self, name: &str) -> Result<bool, ScriptError> {
        check_save_name(name)?;
        self.saves.remove(name)
    }
}
