//! [`Path`]: the way to a place in a component, for messages; made on the stack while walking down.

use std::fmt;

use glotta_core::{MAX_DEPTH, ScriptError};

/// The way from a component to a place inside it: `Inventory.slots: element 2: item`.
#[derive(Clone, Copy)]
pub(crate) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
    /// How many steps lead here.
    pub(crate) depth: usize,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Name(&'a str),
    /// An element of a list, counted from 0 here and from 1 in messages.
    Element(usize),
    Key(&'a str),
}

impl<'a> Path<'a> {
    /// The path of a whole component.
    pub(crate) fn root(name: &'a str) -> Self {
        Self { parent: None, step: Step::Name(name), depth: 0 }
    }

    fn step(&'a self, step: Step<'a>) -> Self {
        Self { parent: Some(self), step, depth: self.depth + 1 }
    }

    /// The path of a field.
    pub(crate) fn field(&'a self, name: &'a str) -> Self {
        self.step(Step::Name(name))
    }

    /// The path of an element, counted from 0.
    pub(crate) fn element(&'a self, index: usize) -> Self {
        self.step(Step::Element(index))
    }

    /// The path of an entry of a map.
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        self.step(Step::Key(key))
    }

    /// The error, with this place before its message.
    #[cold]
    pub(crate) fn blame(&self, error: ScriptError) -> ScriptError {
        error.within(self)
    }
}

impl Path<'_> {
    /// The error of a value that is nested too deeply, with the component's name only: the way to where that was
    /// noticed says nothing.
    #[cold]
    pub(crate) fn too_deep(&self) -> ScriptError {
        match self.parent {
            Some(parent) => parent.too_deep(),
            None => self.blame(ScriptError::argument(format!("nested deeper than {MAX_DEPTH}"))),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match (self.step, self.parent.map(|parent| parent.step)) {
            (Step::Name(name), None) => f.write_str(name),
            (Step::Name(name), Some(Step::Name(_))) => write!(f, ".{name}"),
            (Step::Name(name), Some(_)) => write!(f, ": {name}"),
            (Step::Element(index), _) => write!(f, ": element {}", index + 1),
            (Step::Key(key), _) => write!(f, ": entry {}", glotta_core::quote(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_like_a_place() {
        let root = Path::root("Inventory");
        let slots = root.field("slots");
        let slot = slots.element(1);
        assert_eq!(slot.field("item").to_string(), "Inventory.slots: element 2: item");
        assert_eq!(root.key("gold").to_string(), "Inventory: entry \"gold\"");
    }
}
