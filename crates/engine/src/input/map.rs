//! [`InputMap`]: which actions there are and what each is bound to.

use std::collections::{BTreeMap, BTreeSet};

use glotta_core::{ScriptError, near_names, quote};

use super::source::InputSource;

/// The name of the context that is always there, below all others.
pub const BASE_CONTEXT: &str = "base";

/// The actions of a game: what scripts ask for by name, and the keys, buttons and axes that they are bound to. A project
/// lists them in `glotta.toml`; a game in Rust makes this itself:
///
/// ```
/// use glotta_engine::input::{InputAction, InputMap};
///
/// # fn make() -> Result<InputMap, glotta_core::ScriptError> {
/// let mut map = InputMap::new();
/// map.add_context("menu", false)?;
/// map.add_action("jump", InputAction::new().source("Space")?.source("Pad.South")?)?;
/// map.add_action("move", InputAction::new().pair("KeyA", "KeyD")?.source("Pad.LeftStickX")?.dead_zone(0.2)?)?;
/// map.add_action("confirm", InputAction::new().source("Space")?.in_context("menu"))?;
/// # Ok(map)
/// # }
/// # assert_eq!(make().map(|map| map.action_names().count()).ok(), Some(3));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InputMap {
    actions: BTreeMap<String, InputAction>,
    contexts: BTreeMap<String, InputContext>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct InputContext {
    /// Whether nothing below it gets any input.
    pub(super) exclusive: bool,
    /// What its actions are bound to.
    pub(super) sources: BTreeSet<InputSource>,
}

/// What one action is bound to, and how its value comes about.
///
/// The value of each binding is that of its source, or of the second of a pair less that of the first. Within the dead
/// zone it is 0, and beyond it grows from 0 so that full deflection stays 1. The binding that is furthest from 0 gives
/// the action's value, the first of them if two are as far; the action is *pressed* while that is at least
/// [`press_at`](Self::press_at), either way. Last it is multiplied by the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct InputAction {
    pub(super) context: String,
    pub(super) bindings: Vec<Binding>,
    pub(super) dead_zone: f32,
    pub(super) scale: f32,
    pub(super) press_at: f32,
}

/// One way to give an action its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Binding {
    One(InputSource),
    Pair { negative: InputSource, positive: InputSource },
}

impl Binding {
    pub(super) fn sources(self) -> impl Iterator<Item = InputSource> {
        let (first, second) = match self {
            Self::One(source) => (source, None),
            Self::Pair { negative, positive } => (negative, Some(positive)),
        };
        std::iter::once(first).chain(second)
    }
}

impl Default for InputAction {
    fn default() -> Self {
        Self {
            context: BASE_CONTEXT.to_owned(),
            bindings: Vec::new(),
            dead_zone: 0.0,
            scale: 1.0,
            press_at: 0.5,
        }
    }
}

impl InputAction {
    /// The largest scale, either way.
    pub const LARGEST_SCALE: f32 = 1000.0;

    /// An action of the base that is bound to nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, bound to a source besides.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] with near names if there is no such source.
    pub fn source(mut self, name: &str) -> Result<Self, ScriptError> {
        self.bindings.push(Binding::One(InputSource::from_name(name)?));
        Ok(self)
    }

    /// The same, bound to a pair of sources besides: the first counts negative.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] with near names if there is no such source,
    /// [`glotta_core::ErrorKind::Argument`] if both are the same.
    pub fn pair(mut self, negative: &str, positive: &str) -> Result<Self, ScriptError> {
        let (negative, positive) = (InputSource::from_name(negative)?, InputSource::from_name(positive)?);
        if negative == positive {
            return Err(ScriptError::argument(format!(
                "{:?} cannot be negative and positive at once: the value would always be 0",
                negative.name()
            )));
        }
        self.bindings.push(Binding::Pair { negative, positive });
        Ok(self)
    }

    /// The same in a context instead of the base.
    #[must_use]
    pub fn in_context(mut self, name: impl Into<String>) -> Self {
        self.context = name.into();
        self
    }

    /// The same with a dead zone: how far from 0 a value still counts as 0.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if it is not at least 0 and less than 1.
    pub fn dead_zone(mut self, size: f32) -> Result<Self, ScriptError> {
        if !(0.0..1.0).contains(&size) {
            return Err(ScriptError::argument(format!(
                "expected a dead zone of at least 0 and less than 1, got {size}"
            )));
        }
        self.dead_zone = size;
        Ok(self)
    }

    /// The same with a factor for its value.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if it is 0, or beyond [`LARGEST_SCALE`](Self::LARGEST_SCALE) either way.
    pub fn scale(mut self, factor: f32) -> Result<Self, ScriptError> {
        let most = Self::LARGEST_SCALE;
        if factor == 0.0 || !(-most..=most).contains(&factor) {
            return Err(ScriptError::argument(format!(
                "expected a scale from -{most} to {most} that is not 0, got {factor}"
            )));
        }
        self.scale = factor;
        Ok(self)
    }

    /// The same, pressed from another value on, before the scale; 0.5 otherwise.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if it is not more than 0 and at most 1.
    pub fn press_at(mut self, value: f32) -> Result<Self, ScriptError> {
        if value.is_nan() || value <= 0.0 || value > 1.0 {
            return Err(ScriptError::argument(format!(
                "expected a value of more than 0 and at most 1, got {value}"
            )));
        }
        self.press_at = value;
        Ok(self)
    }

    /// Its value before the scale, from the values of sources as its context sees them.
    pub(super) fn measure(&self, see: impl Fn(InputSource) -> f32) -> f32 {
        let values = self.bindings.iter().map(|binding| {
            let raw = match *binding {
                Binding::One(source) => see(source),
                Binding::Pair { negative, positive } => see(positive) - see(negative),
            };
            let beyond = raw.abs() - self.dead_zone;
            if beyond <= 0.0 { 0.0 } else { (beyond / (1.0 - self.dead_zone)).copysign(raw) }
        });
        values.fold(0.0, |most: f32, value| if value.abs() > most.abs() { value } else { most })
    }
}

impl InputMap {
    /// Without any action.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// True if there is no action.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// Adds a context that scripts can push. While an exclusive one is up, nothing below it gets any input; else it
    /// takes only what its own actions are bound to.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if the name is empty, that of the base, or there already.
    pub fn add_context(&mut self, name: impl Into<String>, exclusive: bool) -> Result<(), ScriptError> {
        let name = name.into();
        if name.is_empty() {
            return Err(ScriptError::argument("the name of a context must not be empty"));
        }
        if name == BASE_CONTEXT {
            return Err(ScriptError::argument(format!(
                "{BASE_CONTEXT:?} is the context that is always there: choose another name"
            )));
        }
        if self.contexts.contains_key(&name) {
            return Err(ScriptError::argument(format!("there are two contexts {}", quote(&name))));
        }
        self.contexts.insert(name, InputContext { exclusive, sources: BTreeSet::new() });
        Ok(())
    }

    /// Adds an action. Its context must be there.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if the name is empty or there already;
    /// [`glotta_core::ErrorKind::NotFound`] with near names if its context is not there.
    pub fn add_action(&mut self, name: impl Into<String>, action: InputAction) -> Result<(), ScriptError> {
        let name = name.into();
        if name.is_empty() {
            return Err(ScriptError::argument("the name of an action must not be empty"));
        }
        if self.actions.contains_key(&name) {
            return Err(ScriptError::argument(format!("there are two actions {}", quote(&name))));
        }
        if action.context != BASE_CONTEXT {
            let Some(context) = self.contexts.get_mut(&action.context) else {
                return Err(self.unknown_context(&action.context));
            };
            context.sources.extend(action.bindings.iter().copied().flat_map(Binding::sources));
        }
        self.actions.insert(name, action);
        Ok(())
    }

    /// The names of all actions, in alphabetical order.
    pub fn action_names(&self) -> impl Iterator<Item = &str> {
        self.actions.keys().map(String::as_str)
    }

    /// The names of all contexts but the base, in alphabetical order.
    pub fn context_names(&self) -> impl Iterator<Item = &str> {
        self.contexts.keys().map(String::as_str)
    }

    pub(super) fn actions(&self) -> impl Iterator<Item = (&String, &InputAction)> {
        self.actions.iter()
    }

    pub(super) fn context(&self, name: &str) -> Option<&InputContext> {
        self.contexts.get(name)
    }

    /// All that any action is bound to.
    pub(super) fn sources(&self) -> BTreeSet<InputSource> {
        let bindings = self.actions.values().flat_map(|action| action.bindings.iter().copied());
        bindings.flat_map(Binding::sources).collect()
    }

    #[cold]
    pub(super) fn unknown_action(&self, name: &str) -> ScriptError {
        let near = near_names(name, self.action_names());
        let hint = if self.is_empty() {
            ": this game has no actions; a project lists them in [input.actions] of its glotta.toml"
        } else {
            ""
        };
        ScriptError::not_found(format!("there is no action {}{hint}{near}", quote(name)))
    }

    #[cold]
    pub(super) fn unknown_context(&self, name: &str) -> ScriptError {
        let near = near_names(name, self.context_names());
        let hint = if name == BASE_CONTEXT {
            " to push: it is always there, below all others"
        } else if self.contexts.is_empty() {
            ": this game has none; a project lists them in [input.contexts] of its glotta.toml"
        } else {
            ""
        };
        ScriptError::not_found(format!("there is no context {}{hint}{near}", quote(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_grows_from_the_edge_of_its_dead_zone_to_full_deflection() {
        let action =
            InputAction::new().source("Pad.LeftStickX").expect("known").dead_zone(0.5).expect("fits");
        let measure = |value: f32| action.measure(|_| value);
        assert_eq!(
            [measure(0.5), measure(-0.5), measure(0.75), measure(1.0), measure(-1.0)],
            [0.0, 0.0, 0.5, 1.0, -1.0]
        );
    }

    #[test]
    fn the_binding_that_is_furthest_from_rest_counts_and_the_first_of_two_alike() {
        let action =
            InputAction::new().pair("KeyA", "KeyD").expect("known").source("Pad.LeftStickX").expect("known");
        let measure = |a: f32, d: f32, stick: f32| {
            action.measure(|source| match source.name() {
                "KeyA" => a,
                "KeyD" => d,
                _ => stick,
            })
        };
        assert_eq!(measure(1.0, 0.0, 0.25), -1.0);
        assert_eq!(measure(1.0, 1.0, 0.25), 0.25, "both keys of a pair cancel out");
        assert_eq!(measure(0.0, 1.0, -1.0), 1.0, "the first of two that are as far");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let complaint =
            |result: Result<InputAction, ScriptError>| result.expect_err("refused").message().to_owned();
        assert!(complaint(InputAction::new().source("Spce")).ends_with("did you mean \"Space\"?"));
        assert!(complaint(InputAction::new().pair("KeyA", "KeyA")).contains("would always be 0"));
        for size in [-0.1, 1.0, f32::NAN] {
            assert!(complaint(InputAction::new().dead_zone(size)).contains("at least 0 and less than 1"));
        }
        for factor in [0.0, 1e4, f32::NAN] {
            assert!(complaint(InputAction::new().scale(factor)).contains("expected a scale"));
        }
        for value in [0.0, 1.5, f32::NAN] {
            assert!(complaint(InputAction::new().press_at(value)).contains("more than 0 and at most 1"));
        }
        let mut map = InputMap::new();
        map.add_context("menu", true).expect("new");
        let complaint = |result: Result<(), ScriptError>| result.expect_err("refused").message().to_owned();
        assert_eq!(complaint(map.add_context("menu", false)), "there are two contexts \"menu\"");
        assert!(complaint(map.add_context("base", false)).contains("always there"));
        let lost = InputAction::new().in_context("men");
        assert_eq!(
            complaint(map.add_action("a", lost)),
            "there is no context \"men\"; did you mean \"menu\"?"
        );
        map.add_action("a", InputAction::new()).expect("new");
        assert_eq!(complaint(map.add_action("a", InputAction::new())), "there are two actions \"a\"");
    }
}
