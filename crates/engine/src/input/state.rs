//! [`Input`]: the state of all actions, frame by frame.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bevy_ecs::world::World;
use glotta_core::{ErrorKind, ScriptError};

use super::map::{BASE_CONTEXT, InputMap};
use super::recording::{InputRecording, Replay};
use super::snapshot::{self, InputSnapshot};
use super::source::InputSource;

/// How many contexts may be on the stack above the base.
pub const MAX_CONTEXTS: usize = 64;

/// How far a button must go down for a change of contexts to find it held.
const HELD: f32 = 0.5;

/// Everything there is to know of the input: what scripts ask for, and where it comes from.
#[derive(Debug, Default)]
pub(crate) struct Input {
    map: InputMap,
    /// All sources that any action is bound to.
    sources: BTreeSet<InputSource>,
    /// The name of the base.
    base: Arc<str>,
    /// What the actions of the base are bound to.
    of_base: BTreeSet<InputSource>,
    /// The names of the contexts above the base, the topmost last.
    stack: Vec<Arc<str>>,
    /// The actions by name.
    states: BTreeMap<String, ActionState>,
    /// What the sources said in this frame.
    held: InputSnapshot,
    /// The context that got each source in this frame; none if an exclusive one kept it from all.
    owners: BTreeMap<InputSource, Option<Arc<str>>>,
    /// Buttons that were held when they came to another context: nobody sees them until they are let go.
    waiting: BTreeSet<InputSource>,
    /// What the host says of sources that Bevy does not know.
    pub(super) by_hand: InputSnapshot,
    replay: Option<Replay>,
    recording: Option<(InputRecording, InputSnapshot)>,
}

/// How an action is doing in one frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct ActionState {
    pub(super) value: f32,
    pub(super) pressed: bool,
    before: Before,
}

/// What it was in the frame before.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Before {
    value: f32,
    pressed: bool,
}

impl ActionState {
    pub(super) fn just_pressed(self) -> bool {
        self.pressed && !self.before.pressed
    }

    pub(super) fn just_released(self) -> bool {
        !self.pressed && self.before.pressed
    }

    /// What its listeners hear of, if anything.
    fn event(self) -> Option<&'static str> {
        if self.just_pressed() {
            Some("pressed")
        } else if self.just_released() {
            Some("released")
        } else {
            (self.value != self.before.value).then_some("changed")
        }
    }
}

impl Input {
    pub(crate) fn new(map: InputMap) -> Self {
        let mut input = Self { base: BASE_CONTEXT.into(), ..Self::default() };
        for (name, action) in map.actions() {
            input.states.insert(name.clone(), ActionState::default());
            if action.context == BASE_CONTEXT {
                let bindings = action.bindings.iter().copied();
                input.of_base.extend(bindings.flat_map(super::map::Binding::sources));
            }
        }
        input.sources = map.sources();
        input.map = map;
        input
    }

    pub(super) fn map(&self) -> &InputMap {
        &self.map
    }

    pub(super) fn state(&self, action: &str) -> Result<ActionState, ScriptError> {
        self.states.get(action).copied().ok_or_else(|| self.map.unknown_action(action))
    }

    pub(super) fn context(&self) -> &str {
        self.stack.last().map_or(BASE_CONTEXT, |name| name)
    }

    pub(super) fn push_context(&mut self, name: &str) -> Result<(), ScriptError> {
        if self.map.context(name).is_none() {
            return Err(self.map.unknown_context(name));
        }
        if self.stack.len() >= MAX_CONTEXTS {
            return Err(ScriptError::new(
                ErrorKind::Runtime,
                format!(
                    "{MAX_CONTEXTS} contexts are on the stack, which is the most there may be: pop those that are over"
                ),
            ));
        }
        self.stack.push(name.into());
        Ok(())
    }

    pub(super) fn pop_context(&mut self) -> Result<(), ScriptError> {
        match self.stack.pop() {
            Some(_) => Ok(()),
            None => Err(ScriptError::new(
                ErrorKind::Runtime,
                format!(
                    "there is no context to pop: {BASE_CONTEXT:?}, which is always there, is the only one"
                ),
            )),
        }
    }

    pub(super) fn replay(&mut self, recording: InputRecording) {
        self.replay = Some(Replay::new(recording));
    }

    pub(super) fn record(&mut self, recording: InputRecording) {
        self.recording = Some((recording, InputSnapshot::default()));
    }

    pub(super) fn recording(&self) -> Option<&InputRecording> {
        self.recording.as_ref().map(|(recording, _)| recording)
    }

    /// Looks at the sources for the frame that begins.
    pub(super) fn begin_frame(&mut self, world: &World, frame: u64) {
        if self.sources.is_empty() && self.recording.is_none() {
            return;
        }
        let snapshot = match &mut self.replay {
            Some(replay) => replay.at(frame),
            None => self.live(world),
        };
        if let Some((recording, last)) = &mut self.recording {
            recording.add(frame, snapshot.changes_since(last));
            last.clone_from(&snapshot);
        }
        self.step(snapshot);
    }

    /// What the sources say now: of Bevy's word and the host's, whichever is further from rest.
    fn live(&self, world: &World) -> InputSnapshot {
        let mut snapshot = snapshot::read(world, &self.sources);
        for (source, value) in self.by_hand.iter() {
            if self.sources.contains(&source) && value.abs() > snapshot.get(source).abs() {
                snapshot.set(source, value);
            }
        }
        snapshot
    }

    fn step(&mut self, snapshot: InputSnapshot) {
        let before = std::mem::replace(&mut self.held, snapshot);
        for &source in &self.sources {
            let owner = self.owner(source);
            let previous = self.owners.insert(source, owner.clone());
            let is_down = self.held.get(source) >= HELD;
            let changed_hands = previous.is_some_and(|previous| previous != owner);
            if !is_down || !source.is_button() {
                self.waiting.remove(&source);
            } else if changed_hands && before.get(source) >= HELD {
                self.waiting.insert(source);
            }
        }
        for (name, action) in self.map.actions() {
            let value = action.measure(|source| {
                let owner = self.owners.get(&source).and_then(Option::as_deref);
                let sees = owner == Some(&action.context) && !self.waiting.contains(&source);
                if sees { self.held.get(source) } else { 0.0 }
            });
            if let Some(state) = self.states.get_mut(name) {
                *state = ActionState {
                    // Adding zero makes -0.0 into 0.0.
                    value: value * action.scale + 0.0,
                    pressed: value.abs() >= action.press_at,
                    before: Before { value: state.value, pressed: state.pressed },
                };
            }
        }
    }

    /// The context that gets a source: the topmost that binds it, unless an exclusive one is above that.
    fn owner(&self, source: InputSource) -> Option<Arc<str>> {
        for name in self.stack.iter().rev() {
            let Some(context) = self.map.context(name) else { continue };
            if context.sources.contains(&source) {
                return Some(Arc::clone(name));
            }
            if context.exclusive {
                return None;
            }
        }
        self.of_base.contains(&source).then(|| Arc::clone(&self.base))
    }

    /// What the listeners hear of in this frame, by the names of the actions.
    pub(super) fn events(&self) -> Vec<(String, &'static str, f32)> {
        let events = self.states.iter().filter_map(|(name, state)| Some((name, state.event()?, state.value)));
        events.map(|(name, event, value)| (name.clone(), event, value)).collect()
    }
}

#[cfg(test)]
mod tests;
