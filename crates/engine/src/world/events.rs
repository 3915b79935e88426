//! Events between scripts, and between them and the game.

use glotta_core::{Callback, ScriptError, Value};

use super::ScriptWorld;
use crate::messages::Bridge;
use crate::reflect::path::Path;
use crate::reflect::{read, write};

impl ScriptWorld {
    /// Emits an event for the scripts that subscribed to its name. They get it in this frame, when all updates have run;
    /// what is emitted while events are delivered, they get in the next. If the name is that of a message of the game (see
    /// [`ScriptSetup::bridge_message`](crate::ScriptSetup::bridge_message)), it is written as such at once.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if the name is empty; [`glotta_core::ErrorKind::Runtime`] if
    /// [`MAX_WAITING_EVENTS`](glotta_runtime::MAX_WAITING_EVENTS) events wait already, or they hold more than
    /// [`MAX_WAITING_BYTES`](glotta_runtime::MAX_WAITING_BYTES); for a message of the game, what
    /// [`add_component`](Self::add_component) finds in a value. Then nothing is emitted.
    pub fn emit(&mut self, name: &str, value: Value) -> Result<(), ScriptError> {
        let Some(index) = self.messages.iter().position(|bridge| bridge.name() == name) else {
            return self.session(|session, _| session.emit(name, value));
        };
        let types = self.types();
        let path = Path::root(name);
        let message = write::construct(&types.read(), self.messages[index].info(), &value, &path)?;
        // Scripts get what the game gets: all fields, in their own types.
        let value = read::to_value(message.as_partial_reflect(), &path)?;
        self.session(|session, _| session.emit(name, value))?;
        if self.messages[index].write(&mut self.world, message) {
            Ok(())
        } else {
            Err(ScriptError::host(format!(
                "{name} cannot be written: the game has no such messages any more"
            )))
        }
    }

    /// Has `callback` called with the value of every event of that name until the script that runs now is unloaded.
    /// Gives the number that [`unsubscribe`](Self::unsubscribe) takes.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if the name is empty; [`glotta_core::ErrorKind::Host`] if no script runs;
    /// [`glotta_core::ErrorKind::Runtime`] if there are [`MAX_SUBSCRIPTIONS`](glotta_runtime::MAX_SUBSCRIPTIONS) already.
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

    /// Delivers the events that wait, and after them the messages of the game that were written since the last time.
    pub(crate) fn deliver_events(&mut self) {
        let mut bridges = std::mem::take(&mut self.messages);
        for bridge in &mut bridges {
            self.queue_messages(&mut **bridge);
        }
        self.messages = bridges;
        self.session(|session, world| session.deliver_events(world));
    }

    /// Puts the messages of the game last among the events that wait, in the order they were written.
    fn queue_messages(&mut self, bridge: &mut dyn Bridge) {
        let name = bridge.name();
        if !self.session(|session, _| session.has_subscribers(name)) {
            bridge.skip(&self.world);
            return;
        }
        let (mut lost, mut first) = (0_usize, None);
        for value in bridge.take(&self.world) {
            let queued = value.and_then(|value| self.session(|session, _| session.emit(name, value)));
            if let Err(error) = queued {
                lost += 1;
                first.get_or_insert(error);
            }
        }
        if let Some(error) = first {
            // One line for all of a frame.
            let error = error.within(format_args!("{lost} messages {name} of the game do not reach scripts"));
            self.session(|session, _| session.report(&error));
        }
    }
}
