//! Components that scripts define.

use glotta_core::{ScriptError, Table};

use super::ScriptWorld;
use crate::output::LogLevel;

impl ScriptWorld {
    /// Defines a component that is no Rust type: see `component.define`. From then on it is a component like any other,
    /// in this world, for scripts of all languages and for the game: [`get_component`](Self::get_component) and
    /// [`add_component`](Self::add_component) take its name. Defining it again with the same fields changes its defaults
    /// and its documentation. A script that was reloaded may change its fields as well: what entities have of it moves
    /// into the new fields, and what could not be kept is in the log. What a script defines while it is loaded is as it was
    /// before if its body fails.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if a name is none, the game has a type of that name, the component is defined
    /// already with other fields by another script, or a type is unknown; [`glotta_core::ErrorKind::Type`] if a default does not fit its type.
    /// Then nothing changes.
    pub fn define_component(&mut self, name: &str, fields: &Table, doc: &str) -> Result<(), ScriptError> {
        let lost = self.session(|session, host| {
            let bindings = &mut host.bindings;
            bindings.define(&mut host.world, session, name, fields, doc)
        })?;
        self.warn_of_losses(&lost);
        Ok(())
    }

    /// Has what a script defined stay if it was loaded, and be as it was before if it could not be.
    pub(crate) fn settle_definitions(&mut self) {
        if self.bindings.has_trials() {
            let lost = self.session(|session, host| host.bindings.settle(&mut host.world, session));
            self.warn_of_losses(&lost);
        }
    }

    fn warn_of_losses(&self, lost: &[String]) {
        for line in lost {
            self.output.log(LogLevel::Warn, line);
        }
    }
}
