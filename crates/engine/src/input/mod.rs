//! Input: named actions, and the keys, buttons and axes behind them.
//!
//! | module | what lives there |
//! |---|---|
//! | [`source`](InputSource) | keys, buttons and axes, by name |
//! | [`snapshot`](InputSnapshot) | what all sources say in one frame: live from Bevy and the host, or from a recording |
//! | [`map`](InputMap) | which actions there are, and what they are bound to |
//! | `state` | the state of the actions, frame by frame, and the stack of contexts |
//! | [`recording`](InputRecording) | input as text, to be played again |
//!
//! # A frame
//!
//! Before any script of a frame runs, the sources are looked at once, and the state of every action follows from that. It
//! stays the same to the end of the frame, whatever scripts do, so it does not matter which of them asks first. Then the
//! scripts that are new are loaded, and the functions that listen to actions are called: the actions in alphabetical
//! order, the listeners of each in the order they began. Only then come `on_start` and the updates.
//!
//! # Contexts
//!
//! Every action belongs to one context: the *base*, which is always there, or one that scripts push and pop. Of the
//! contexts on the stack, the topmost that binds a source with any of its actions gets that source alone; the same
//! source in contexts below stays at rest. An *exclusive* context keeps all other sources from those below it, too. The
//! actions of contexts that are not on the stack stay at rest.
//!
//! Pushing and popping show from the next frame on. A button that is held while it comes from one context to another is
//! let go for the one that had it, and the other does not see it before it was let go in truth and pressed again: the key
//! that opened a menu chooses nothing in it. Axes have no such memory.

mod map;
mod recording;
mod snapshot;
mod source;
mod state;

pub use map::{BASE_CONTEXT, InputAction, InputMap};
pub use recording::InputRecording;
pub use snapshot::InputSnapshot;
pub use source::InputSource;
pub(crate) use state::Input;
pub use state::MAX_CONTEXTS;

use glotta_core::{Arg, Callback, ScriptError};

use crate::world::ScriptWorld;

/// The listeners of the runtime that wait for actions.
const CHANNEL: &str = "input";

/// Input. What the functions of the module `input` do, for the game itself.
impl ScriptWorld {
    /// Which actions there are.
    #[must_use]
    pub fn input_map(&self) -> &InputMap {
        self.input.map()
    }

    /// True while an action is pressed.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] with near names if there is no such action.
    pub fn is_action_pressed(&self, action: &str) -> Result<bool, ScriptError> {
        Ok(self.input.state(action)?.pressed)
    }

    /// True in the frame in which an action is pressed.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] with near names if there is no such action.
    pub fn is_action_just_pressed(&self, action: &str) -> Result<bool, ScriptError> {
        Ok(self.input.state(action)?.just_pressed())
    }

    /// True in the frame in which an action is let go.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] with near names if there is no such action.
    pub fn is_action_just_released(&self, action: &str) -> Result<bool, ScriptError> {
        Ok(self.input.state(action)?.just_released())
    }

    /// The value of an action, its scale included.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] with near names if there is no such action.
    pub fn action_value(&self, action: &str) -> Result<f32, ScriptError> {
        Ok(self.input.state(action)?.value)
    }

    /// Puts a context on top of the others, from the next frame on.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] with near names if there is no such context,
    /// [`glotta_core::ErrorKind::Runtime`] if [`MAX_CONTEXTS`] are up already.
    pub fn push_input_context(&mut self, name: &str) -> Result<(), ScriptError> {
        self.input.push_context(name)
    }

    /// Takes the topmost context away, from the next frame on.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Runtime`] if only the base is left.
    pub fn pop_input_context(&mut self) -> Result<(), ScriptError> {
        self.input.pop_context()
    }

    /// The name of the topmost context; [`BASE_CONTEXT`] if none was pushed.
    #[must_use]
    pub fn input_context(&self) -> &str {
        self.input.context()
    }

    /// Has `callback` called with what happens to an action (`"pressed"`, `"released"` or `"changed"`) and its value,
    /// until the script that runs now is unloaded. Gives the number that [`off_action`](Self::off_action) takes.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] with near names if there is no such action;
    /// [`glotta_core::ErrorKind::Host`] if no script runs.
    pub fn on_action(&mut self, action: &str, callback: Callback) -> Result<i64, ScriptError> {
        self.input.state(action)?;
        self.session(|session, _| match session.current() {
            Some(script) => session.listen(script, CHANNEL, action, callback),
            None => Err(ScriptError::host("no script is running")),
        })
    }

    /// Ends what [`on_action`](Self::on_action) began; false if there is none of that number.
    pub fn off_action(&mut self, id: i64) -> bool {
        self.session(|session, _| session.end_listening(CHANNEL, id))
    }

    /// Says what a source does, from the next frame on until it is said otherwise: for hosts whose input does not come
    /// through Bevy's `InputPlugin`, such as a terminal. Of both, what is further from rest counts.
    pub fn set_input(&mut self, source: InputSource, value: f32) {
        self.input.by_hand.set(source, value);
    }

    /// Plays a recording instead of any other input. When it is over, all sources are at rest.
    pub fn replay_input(&mut self, recording: InputRecording) {
        self.input.replay(recording);
    }

    /// Begins to record the input from the next frame on, into `recording`, which is usually a new one. What no action
    /// is bound to is not recorded.
    pub fn record_input(&mut self, recording: InputRecording) {
        self.input.record(recording);
    }

    /// What was recorded so far, if anything is.
    #[must_use]
    pub fn input_recording(&self) -> Option<&InputRecording> {
        self.input.recording()
    }

    /// Looks at the sources for the frame that begins.
    pub(crate) fn begin_input(&mut self) {
        self.input.begin_frame(&self.world, self.frame);
    }

    /// Calls those who listen to actions that changed in this frame.
    pub(crate) fn tell_listeners(&mut self) {
        let events = self.input.events();
        self.session(|session, world| {
            for (action, event, value) in &events {
                session.notify(world, CHANNEL, action, &[Arg::Str(event), Arg::Float(f64::from(*value))]);
            }
        });
    }
}
