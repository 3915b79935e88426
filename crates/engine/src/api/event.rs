//! The module `event`.

use glotta_core::{Callback, ScriptError, Value};
use glotta_macros::script_api;

use crate::world::ScriptWorld;

/// The functions of the module `event`.
#[derive(Clone, Copy, Debug)]
pub struct EventApi;

/// Events: what scripts tell each other by name, across languages, without knowing who listens.
///
/// Events are delivered once a frame, when all updates have run, and once more at the end of the game before what
/// `engine.on_cleanup` was given runs. They come in the order they were emitted, and each goes to its subscribers in the
/// order they subscribed.
///
/// Messages of the game are events too, where the game says so, under the names of their types: a script that subscribes
/// gets a table of the message's fields, and what a script emits is a message for the game. Messages that the game wrote come
/// after the events of scripts.
#[script_api(module = "event", crate = glotta_core)]
impl EventApi {
    /// Emits an event, with any value. It is delivered at the end of this frame's updates; one that is emitted while
    /// events are delivered, at the end of the next frame's. At most 10,000 events wait, with values of at most 64 MiB. If
    /// the game has a message of that name, the value is a table of its fields; those that it leaves out have their defaults.
    ///
    /// # Errors
    /// argument, if the name is empty; runtime, if too many or too large events wait already; not-found, argument or type, if
    /// the value does not fit the game's message of that name. Then nothing is emitted.
    fn emit(world: &mut ScriptWorld, name: &str, value: Option<Value>) -> Result<(), ScriptError> {
        world.emit(name, value.unwrap_or_default())
    }

    /// Has a function called with the value of every event of that name, until the script that runs now is unloaded.
    /// The result is the subscription's number, for `unsubscribe`. A function that is subscribed twice is called twice;
    /// one that fails is logged, stays subscribed, and keeps no other from being called.
    ///
    /// # Errors
    /// argument, if the name is empty; runtime, if there are 100,000 subscriptions.
    fn subscribe(world: &mut ScriptWorld, name: &str, callback: Callback) -> Result<i64, ScriptError> {
        world.subscribe(name, callback)
    }

    /// Ends a subscription, at once. False if there is none of that number, or not any more.
    fn unsubscribe(world: &mut ScriptWorld, id: i64) -> bool {
        world.unsubscribe(id)
    }
}
