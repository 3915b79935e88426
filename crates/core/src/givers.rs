//! [`Givers`]: which script has given out which function, so that the functions of a script end with it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use crate::ModuleId;

/// Whose code runs in a language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Runs {
    /// That of no script: finalisers that a collector runs, say.
    #[default]
    Nothing,
    /// That of a module, which is being loaded, called, looked into or unloaded.
    Module(ModuleId),
    /// A function that was given out, by its slot.
    Function(u64),
}

/// Which modules of one language have given out which functions, by the slots of their [`crate::Callback`]s.
///
/// A function belongs to the modules whose code handed it to the host, whoever wrote it: the functions of an imported
/// script are its importers'. When the last of these modules is unloaded, [`unload`](Self::unload) says so, and the
/// language lets go of the function while its callback lives on, *cut off*: calling it is an error
/// ([`cut_off`](crate::Callback::cut_off)). So nobody who holds a function keeps the code of a script that is gone, and circles of functions
/// through several languages end with the first of their scripts.
///
/// This is the bookkeeping only. A language
///
/// 1. calls [`load`](Self::load) before the body of a module runs;
/// 2. holds what [`enter`](Self::enter) gives while code of a script may run;
/// 3. calls [`give`](Self::give) for a function that goes out, [`give_again`](Self::give_again) if it has a slot already,
///    and [`release`](Self::release) when the slot has come back;
/// 4. calls [`unload`](Self::unload) for a module that failed to load or was unloaded.
#[derive(Debug, Default)]
pub struct Givers {
    runs: Cell<Runs>,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    loaded: BTreeSet<ModuleId>,
    /// None for the functions that no script gave, and an empty list for those that were cut off.
    by_slot: BTreeMap<u64, Vec<ModuleId>>,
}

/// Says that what ran before runs again when it is dropped.
#[derive(Debug)]
#[must_use = "the code counts as running until this is dropped"]
pub struct Entered<'a> {
    runs: &'a Cell<Runs>,
    before: Runs,
}

impl Drop for Entered<'_> {
    #[inline]
    fn drop(&mut self) {
        self.runs.set(self.before);
    }
}

impl Givers {
    /// No functions.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that code of a module may run from here on.
    pub fn load(&self, module: ModuleId) {
        self.state.borrow_mut().loaded.insert(module);
    }

    /// Notes whose code runs until the result is dropped. A call costs two writes.
    #[inline]
    pub fn enter(&self, runs: Runs) -> Entered<'_> {
        Entered { before: self.runs.replace(runs), runs: &self.runs }
    }

    /// Notes that what runs gives out a function under a new slot. False if that is code of a script that was unloaded
    /// meanwhile: then the function is cut off from the beginning.
    #[must_use = "the function of a script that is gone must not be kept"]
    pub fn give(&self, slot: u64) -> bool {
        let mut state = self.state.borrow_mut();
        let Some(givers) = state.givers(self.runs.get()) else { return true };
        let is_alive = !givers.is_empty();
        state.by_slot.insert(slot, givers);
        is_alive
    }

    /// Notes that what runs gives out a function that it or another script has given out before.
    pub fn give_again(&self, slot: u64) {
        let state = &mut *self.state.borrow_mut();
        let more = state.givers(self.runs.get());
        if let (Some(more), Some(givers)) = (more, state.by_slot.get_mut(&slot))
            && !givers.is_empty()
        {
            givers.extend(more.into_iter().filter(|module| !givers.contains(module)).collect::<Vec<_>>());
        }
    }

    /// Forgets a slot.
    pub fn release(&self, slot: u64) {
        self.state.borrow_mut().by_slot.remove(&slot);
    }

    /// Notes that a module is gone. Returns the slots of the functions that no other module has given out, which are cut
    /// off from here on.
    #[must_use = "the functions must be let go"]
    pub fn unload(&self, module: ModuleId) -> Vec<u64> {
        let mut state = self.state.borrow_mut();
        state.loaded.remove(&module);
        let mut cut_off = Vec::new();
        for (slot, givers) in &mut state.by_slot {
            let count = givers.len();
            givers.retain(|giver| *giver != module);
            if givers.is_empty() && count > 0 {
                cut_off.push(*slot);
            }
        }
        cut_off
    }
}

impl State {
    /// The loaded modules that give what this code gives; `None` if it is no script's.
    fn givers(&self, runs: Runs) -> Option<Vec<ModuleId>> {
        match runs {
            Runs::Nothing => None,
            Runs::Module(module) => Some(self.loaded.get(&module).copied().into_iter().collect()),
            Runs::Function(slot) => self.by_slot.get(&slot).cloned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ModuleId = ModuleId(1);
    const B: ModuleId = ModuleId(2);

    fn givers() -> Givers {
        let givers = Givers::new();
        givers.load(A);
        givers.load(B);
        givers
    }

    #[test]
    fn a_function_is_cut_off_with_the_last_module_that_gave_it() {
        let givers = givers();
        let in_a = givers.enter(Runs::Module(A));
        assert!(givers.give(1) && givers.give(2));
        let in_b = givers.enter(Runs::Module(B));
        givers.give_again(2);
        assert!(givers.give(3));
        drop(in_b);
        assert!(givers.give(4));
        drop(in_a);
        assert!(givers.give(5));
        assert_eq!(givers.unload(A), [1, 4]);
        assert_eq!(givers.unload(A), [0; 0]);
        assert_eq!(givers.unload(B), [2, 3]);
    }

    #[test]
    fn what_a_function_gives_out_belongs_to_those_that_gave_the_function() {
        let givers = givers();
        let in_a = givers.enter(Runs::Module(A));
        assert!(givers.give(1));
        drop(in_a);
        let in_b = givers.enter(Runs::Module(B));
        givers.give_again(1);
        drop(in_b);
        let called = givers.enter(Runs::Function(1));
        assert!(givers.give(2));
        drop(called);
        assert_eq!(givers.unload(A), [0; 0]);
        assert_eq!(givers.unload(B), [1, 2]);
    }

    #[test]
    fn code_of_a_script_that_is_gone_gives_out_nothing_that_lives() {
        let givers = givers();
        let in_a = givers.enter(Runs::Module(A));
        assert!(givers.give(1));
        let in_function = givers.enter(Runs::Function(1));
        assert_eq!(givers.unload(A), [1]);
        assert!(!givers.give(2));
        drop(in_function);
        assert!(!givers.give(3));
        drop(in_a);
        // Nor does another script bring it to life.
        let _in_b = givers.enter(Runs::Module(B));
        givers.give_again(1);
        let _in_function = givers.enter(Runs::Function(1));
        assert!(!givers.give(4));
    }

    #[test]
    fn a_slot_that_came_back_is_forgotten() {
        let givers = givers();
        let _in_a = givers.enter(Runs::Module(A));
        assert!(givers.give(1) && givers.give(2));
        givers.release(1);
        assert_eq!(givers.unload(A), [2]);
    }
}
