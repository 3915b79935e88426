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
#[script_api(module = "event", crate = glotta_core)]
impl EventApi {
    /// Emits an event, with any value. It is delivered at the end of this frame's updates; one that is emitted while
    /// events are delivered, at the end of the next frame's. At most 10,000 events wait.
    ///
    /// # Errors
    /// argument, if the name is empty; runtime, if too many events wait already.
    fn emit(world: &mut ScriptWorld, name: &str, value: Option<Value>) -> Result<(), ScriptError> {
        world.emit(name, value.unwrap_or_default())
    }

    /// Has a function called with the value of every event of that name, until the script that runs now is unloaded.
    /// The result is the subscription's number, for `unsubscribe`. A function that is subscribed twice is called twice;
    /// one that fails is logged, stays subscribed, and keeps no other from being called.
    ///
    /// # Errors
    /// argument, if the name is empty.
    fn subscribe(world: &mut ScriptWorld, name: &str, callback: Callback) -> Result<i64, ScriptError> {
        world.subscribe(name, callback)
    }

    /// Ends a subscription, at once. False if there is none of that number, or not any more.
    fn unsubscribe(world: &mut ScriptWorld, id: i64) -> bool {
        world.unsubscribe(id)
    }
}
