//! Calls from one script into another.

use glotta_core::{Arg, ScriptError, Value};

use super::ScriptWorld;

impl ScriptWorld {
    /// Calls a global function of a loaded script, in whichever language it is.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the script is not loaded or has no such function,
    /// [`glotta_core::ErrorKind::Runtime`] if its body still runs, or whatever the function raised.
    pub fn call_script(
        &mut self,
        script: &str,
        name: &str,
        arguments: &[Value],
    ) -> Result<Value, ScriptError> {
        let arguments: Vec<Arg<'_>> = arguments.iter().map(Arg::Value).collect();
        self.session(|session, world| session.call_script(world, script, name, &arguments))
    }

    /// The number of the call from the engine into scripts that runs now, or ran last: what such a call makes may say
    /// when it was made. Calls that scripts make in turn are parts of it.
    #[must_use]
    pub fn outermost_call(&self) -> u64 {
        self.runtime.enter().outermost_call()
    }

    /// Whether the script is loaded: its body has run, and its functions can be called.
    #[must_use]
    pub fn is_script_loaded(&mut self, script: &str) -> bool {
        self.session(|session, _| {
            let path = session.resolve(script, session.current());
            path.is_ok_and(|path| session.script(&path).is_some_and(|id| session.is_loaded(id)))
        })
    }
}
