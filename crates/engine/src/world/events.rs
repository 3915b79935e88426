//! Events between scripts.

use glotta_core::{Callback, ScriptError, Value};

use super::ScriptWorld;

impl ScriptWorld {
    /// Emits an event for the scripts that subscribed to its name. They get it in this frame, when all updates have run;
    /// what is emitted while events are delivered, they get in the next.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if the name is empty; [`glotta_core::ErrorKind::Runtime`] if
    /// [`MAX_WAITING_EVENTS`](glotta_runtime::MAX_WAITING_EVENTS) events wait already.
    pub fn emit(&mut self, name: &str, value: Value) -> Result<(), ScriptError> {
        self.session(|session, _| session.emit(name, value))
    }

    /// Has `callback` called with the value of every event of that name until the script that runs now is unloaded.
    /// Gives the number that [`unsubscribe`](Self::unsubscribe) takes.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if the name is empty; [`glotta_core::ErrorKind::Host`] if no script runs.
    pub fn subscribe(&mut self, name: &str, callback: Callback) -> Result<i64, ScriptError> {
        self.session(|session, _| match session.current() {
            Some(script) => session.subscribe(script, name, callback),
            None => Err(ScriptError::host("no script is running")),
        })
    }

    /// Ends a subscription; false if there is none of that number.
    pub fn unsubscribe(&mut self, id: i64) -> bool {
        self.session(|session, _| session.unsubscribe(id))
    }

    /// Delivers the events that wait.
    pub(crate) fn deliver_events(&mut self) {
        self.session(|session, world| session.deliver_events(world));
    }
}
