//! [`LoadedModules`]: the modules that a language has loaded, and the functions that were found in them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::{FunctionId, LanguageCensus, LanguageInfo, ModuleId, ReleaseQueue, ScriptError};

/// The modules that a language has loaded, each with what the language keeps of it (`M`), and the functions that were
/// found in them by name, each with what it is called by (`F`): pointers, slots of a registry, objects.
///
/// A [`FunctionId`] leads to its function in one step, without a look-up by name. It stays the same as long as its
/// module is loaded, however often the function is looked for, and is never given to another function: a number
/// of an unloaded module leads nowhere, though its place may be in use again.
///
/// Values are never dropped in here: [`remove`](Self::remove) returns them, because letting go of them may need the
/// virtual machine or run scripts.
pub struct LoadedModules<M, F> {
    modules: BTreeMap<ModuleId, Loaded<M>>,
    functions: Vec<Option<Found<F>>>,
    /// The places in `functions` that are free again.
    free: Vec<u32>,
    next_serial: u32,
}

struct Loaded<M> {
    path: Arc<str>,
    value: M,
    functions: BTreeMap<Arc<str>, FunctionId>,
}

struct Found<F> {
    /// What tells it from an earlier one in the same place.
    serial: u32,
    module: ModuleId,
    value: F,
    name: Arc<str>,
}

impl<M, F> LoadedModules<M, F> {
    /// No modules.
    #[must_use]
    pub const fn new() -> Self {
        Self { modules: BTreeMap::new(), functions: Vec::new(), free: Vec::new(), next_serial: 1 }
    }

    /// Makes sure that a number is free, before a script is loaded under it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Host`] if it is not.
    pub fn check_free(&self, module: ModuleId) -> Result<(), ScriptError> {
        if self.modules.contains_key(&module) {
            return Err(ScriptError::host(format!("the module {} is loaded already", module.0)));
        }
        Ok(())
    }

    /// Notes that a module is loaded, from the script at `path`. Its number is free, as
    /// [`check_free`](Self::check_free) says.
    pub fn insert(&mut self, module: ModuleId, path: Arc<str>, value: M) {
        self.modules.insert(module, Loaded { path, value, functions: BTreeMap::new() });
    }

    /// What is kept of a module.
    #[must_use]
    pub fn get(&self, module: ModuleId) -> Option<&M> {
        self.modules.get(&module).map(|loaded| &loaded.value)
    }

    /// Forgets a module and its functions; returns what was kept of it and of each of them.
    #[must_use = "the values may have to be given back to the virtual machine"]
    pub fn remove(&mut self, module: ModuleId) -> Option<(M, Vec<F>)> {
        let Loaded { value, functions, .. } = self.modules.remove(&module)?;
        let mut values = Vec::with_capacity(functions.len());
        for id in functions.into_values() {
            let place = place_of(id);
            if let Some(found) = self.functions.get_mut(place as usize).and_then(Option::take) {
                values.push(found.value);
                self.free.push(place);
            }
        }
        Some((value, values))
    }

    /// The number of a function that was found before. Whether the script still has it is for the language to say.
    #[must_use]
    pub fn known(&self, module: ModuleId, name: &str) -> Option<FunctionId> {
        self.modules.get(&module)?.functions.get(name).copied()
    }

    /// Numbers a function that was found and is not [`known`](Self::known). If the module is not loaded, `None`, and the
    /// value is dropped.
    pub fn add(&mut self, module: ModuleId, name: &str, value: F) -> Option<FunctionId> {
        let loaded = self.modules.get_mut(&module)?;
        let place = match self.free.pop() {
            Some(place) => place,
            None => {
                let place = u32::try_from(self.functions.len()).ok()?;
                self.functions.push(None);
                place
            }
        };
        let serial = self.next_serial;
        self.next_serial = serial.wrapping_add(1);
        let name: Arc<str> = Arc::from(name);
        let id = FunctionId((u64::from(serial) << 32) | u64::from(place));
        loaded.functions.insert(Arc::clone(&name), id);
        self.functions[place as usize] = Some(Found { serial, module, value, name });
        Some(id)
    }

    /// What a function is called by.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if its module was unloaded.
    #[inline]
    pub fn function(&self, id: FunctionId) -> Result<&F, ScriptError> {
        self.found(id).map(|found| &found.value).ok_or_else(unloaded)
    }

    /// What a function is called by, and the module that it is in.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if its module was unloaded.
    #[inline]
    pub fn function_in(&self, id: FunctionId) -> Result<(&F, ModuleId), ScriptError> {
        self.found(id).map(|found| (&found.value, found.module)).ok_or_else(unloaded)
    }

    /// The name of a function, if its module is loaded.
    #[must_use]
    pub fn name_of(&self, id: FunctionId) -> Option<&Arc<str>> {
        self.found(id).map(|found| &found.name)
    }

    /// The path of the script that a function is in, if it is loaded.
    #[must_use]
    pub fn path_of(&self, id: FunctionId) -> Option<&Arc<str>> {
        self.modules.get(&self.found(id)?.module).map(|loaded| &loaded.path)
    }

    /// An error for the call of a function that was found once and that its script has replaced by something
    /// else since, or removed.
    #[cold]
    #[must_use]
    pub fn no_longer(&self, id: FunctionId, language: &LanguageInfo) -> ScriptError {
        let name = self.name_of(id).map_or("", |name| name);
        let path = self.path_of(id).map_or("", |path| path);
        ScriptError::not_found(format!("the script no longer has a function {name:?}")).at(
            language.name,
            path,
            0,
            0,
        )
    }

    /// The paths of the scripts that are loaded.
    pub fn paths(&self) -> impl Iterator<Item = &Arc<str>> {
        self.modules.values().map(|loaded| &loaded.path)
    }

    /// How many there are, with the callbacks that the language has handed out through `releases`.
    #[must_use]
    pub fn census(&self, releases: &ReleaseQueue) -> LanguageCensus {
        LanguageCensus {
            modules: self.modules.len(),
            functions: self.functions.len() - self.free.len(),
            callbacks: releases.live(),
        }
    }

    #[inline]
    fn found(&self, id: FunctionId) -> Option<&Found<F>> {
        let found = self.functions.get(place_of(id) as usize)?.as_ref()?;
        (u64::from(found.serial) == id.0 >> 32).then_some(found)
    }
}

/// The lower half of a number is the function's place, the upper half its serial.
#[inline]
const fn place_of(id: FunctionId) -> u32 {
    id.0 as u32
}

#[cold]
pub(crate) fn unloaded() -> ScriptError {
    ScriptError::not_found("the function's script was unloaded or reloaded: take it anew")
}

impl<M, F> Default for LoadedModules<M, F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M, F> fmt::Debug for LoadedModules<M, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modules = self.modules.iter().map(|(module, loaded)| (module.0, &loaded.path));
        f.write_str("LoadedModules ")?;
        f.debug_map().entries(modules).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Capabilities, ErrorKind};

    const INFO: LanguageInfo =
        LanguageInfo { name: "null", version: "", extensions: &[], capabilities: Capabilities::empty() };
    const A: ModuleId = ModuleId(1);
    const B: ModuleId = ModuleId(2);

    fn modules() -> LoadedModules<&'static str, u32> {
        let mut modules = LoadedModules::new();
        modules.insert(A, Arc::from("a.null"), "of a");
        modules.insert(B, Arc::from("b.null"), "of b");
        modules
    }

    #[test]
    fn a_function_is_known_by_its_module_and_name() {
        let mut modules = modules();
        assert_eq!(modules.known(A, "f"), None);
        let in_a = modules.add(A, "f", 10).expect("a is loaded");
        let in_b = modules.add(B, "f", 20).expect("b is loaded");
        assert_eq!((modules.known(A, "f"), modules.known(B, "f")), (Some(in_a), Some(in_b)));
        assert_eq!(modules.function(in_a).ok(), Some(&10));
        assert_eq!(modules.function(in_b).ok(), Some(&20));
        assert_eq!(modules.function_in(in_b).ok(), Some((&20, B)));
        assert_eq!(modules.name_of(in_b).map(|name| &**name), Some("f"));
        assert_eq!(modules.path_of(in_b).map(|path| &**path), Some("b.null"));
    }

    #[test]
    fn the_functions_of_an_unloaded_module_lead_nowhere_though_their_places_are_used_again() {
        let mut modules = modules();
        let f = modules.add(A, "f", 10).expect("a is loaded");
        let g = modules.add(A, "g", 11).expect("a is loaded");
        let kept = modules.add(B, "f", 20).expect("b is loaded");
        assert_eq!(modules.remove(A), Some(("of a", vec![10, 11])));
        assert_eq!(modules.remove(A), None);
        assert_eq!(modules.add(A, "f", 12), None);
        modules.insert(A, Arc::from("a.null"), "of a");
        let again = [modules.add(A, "f", 30), modules.add(A, "g", 31), modules.add(A, "h", 32)];
        assert_eq!(modules.functions.len(), 4, "places are used again");
        let census = modules.census(&ReleaseQueue::new());
        assert_eq!(census, LanguageCensus { modules: 2, functions: 4, callbacks: 0 });
        for gone in [f, g] {
            let error = modules.function(gone).expect_err("it was unloaded");
            assert_eq!(error.kind(), ErrorKind::NotFound);
            assert_eq!(error.message(), "the function's script was unloaded or reloaded: take it anew");
            assert_eq!((modules.name_of(gone), modules.path_of(gone)), (None, None));
            assert!(!again.contains(&Some(gone)));
        }
        let values = again.map(|id| id.and_then(|id| modules.function(id).ok().copied()));
        assert_eq!(values, [Some(30), Some(31), Some(32)]);
        assert_eq!(modules.function(kept).ok(), Some(&20));
    }

    #[test]
    fn a_number_in_use_is_refused() {
        let mut modules = modules();
        let error = modules.check_free(A).expect_err("a is loaded");
        assert_eq!((error.kind(), error.message()), (ErrorKind::Host, "the module 1 is loaded already"));
        assert_eq!(modules.remove(A), Some(("of a", Vec::new())));
        assert!(modules.check_free(A).is_ok());
        assert_eq!((modules.get(A), modules.get(B)), (None, Some(&"of b")));
        assert_eq!(modules.paths().map(|path| &**path).collect::<Vec<_>>(), ["b.null"]);
    }

    #[test]
    fn a_function_that_a_script_no_longer_has_is_told_by_name_and_place() {
        let mut modules = modules();
        let f = modules.add(B, "f", 20).expect("b is loaded");
        let error = modules.no_longer(f, &INFO);
        assert_eq!(error.to_string(), "b.null: the script no longer has a function \"f\"");
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}
