//! The module `input`.

use glotta_core::{Callback, ScriptError};
use glotta_macros::script_api;

use crate::world::ScriptWorld;

/// The functions of the module `input`.
#[derive(Clone, Copy, Debug)]
pub struct InputApi;

/// Input: what the player does, as named actions. The project's `glotta.toml` says which actions there are and which
/// keys, buttons and axes each is bound to.
///
/// The state of all actions is taken once, at the beginning of a frame, and stays the same to its end.
///
/// Contexts are a stack: an action belongs to the base, which is always there, or to a context that a script pushes. What
/// a context on top binds, those below it do not get.
#[script_api(module = "input", crate = glotta_core)]
impl InputApi {
    /// True while an action is pressed: at least one of its keys or buttons is down, or an axis far enough from rest.
    ///
    /// # Errors
    /// not-found, if there is no such action.
    #[reach(nothing)]
    fn is_pressed(world: &mut ScriptWorld, action: &str) -> Result<bool, ScriptError> {
        world.is_action_pressed(action)
    }

    /// True in the one frame in which an action is pressed.
    ///
    /// # Errors
    /// not-found, if there is no such action.
    #[reach(nothing)]
    fn just_pressed(world: &mut ScriptWorld, action: &str) -> Result<bool, ScriptError> {
        world.is_action_just_pressed(action)
    }

    /// True in the one frame in which an action is let go. That is also the one after a context was pushed or popped
    /// that takes its keys away.
    ///
    /// # Errors
    /// not-found, if there is no such action.
    #[reach(nothing)]
    fn just_released(world: &mut ScriptWorld, action: &str) -> Result<bool, ScriptError> {
        world.is_action_just_released(action)
    }

    /// How far an action is pressed: 0 at rest, 1 for a key that is down, -1 to 1 for a pair of keys or a stick, any
    /// number for the motion of a mouse; all of it times the action's scale.
    ///
    /// # Errors
    /// not-found, if there is no such action.
    #[reach(nothing)]
    fn value(world: &mut ScriptWorld, action: &str) -> Result<f64, ScriptError> {
        world.action_value(action).map(f64::from)
    }

    /// True if there is an action of that name.
    #[reach(nothing)]
    fn exists(world: &mut ScriptWorld, action: &str) -> bool {
        world.input_map().action_names().any(|name| name == action)
    }

    /// The names of all actions, in alphabetical order.
    fn actions(world: &mut ScriptWorld) -> Vec<String> {
        world.input_map().action_names().map(str::to_owned).collect()
    }

    /// Puts a context on top of the others. From the next frame on, its actions get what they are bound to, and those
    /// below do not: one of them whose key is down is let go then. A key that is down already does nothing for the new
    /// context before it is pressed again. If the context is exclusive, those below get nothing at all. The same
    /// context can be pushed several times; each needs its own `pop_context`.
    ///
    /// # Errors
    /// not-found, if there is no such context; runtime, if 64 are up already.
    fn push_context(world: &mut ScriptWorld, name: &str) -> Result<(), ScriptError> {
        world.push_input_context(name)
    }

    /// Takes the topmost context away, from the next frame on. A key that is down does nothing for those below before
    /// it is pressed again.
    ///
    /// # Errors
    /// runtime, if only the base is left.
    fn pop_context(world: &mut ScriptWorld) -> Result<(), ScriptError> {
        world.pop_input_context()
    }

    /// The name of the topmost context; `"base"` if none was pushed.
    fn context(world: &mut ScriptWorld) -> String {
        world.input_context().to_owned()
    }

    /// Has a function called whenever an action changes, until the script that runs now is unloaded, with two
    /// arguments: `"pressed"`, `"released"`, or `"changed"` if only its value did; and the value. The result is a number
    /// for `off_action`.
    ///
    /// The functions are called at the beginning of a frame, before `on_start` and all updates: the actions in
    /// alphabetical order, those of one action in the order they were given. One that fails is logged, stays, and keeps
    /// no other from being called.
    ///
    /// # Errors
    /// not-found, if there is no such action; runtime, if there are 100,000 such functions already.
    fn on_action(world: &mut ScriptWorld, action: &str, callback: Callback) -> Result<i64, ScriptError> {
        world.on_action(action, callback)
    }

    /// Ends what `on_action` began, at once. False if there is none of that number, or not any more.
    fn off_action(world: &mut ScriptWorld, id: i64) -> bool {
        world.off_action(id)
    }
}
