//! [`Imports`]: the scripts that other scripts import, each run once and shared.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::{ErrorKind, LanguageInfo, ModuleId, ScriptError, Source, Sources};

/// The scripts of one language that were imported by others, each with the value `V` that importing it gives: a
/// module object, a slot of the virtual machine's registry, whatever the language keeps of a script that has run.
///
/// An imported script is kept under its path: the next import gives the same value. A kept script is used as long as
/// it is *fresh*: its text, and that of everything it imports in turn, is what [`Sources`] gives now. So when a script
/// is loaded again because something it imports has changed, it gets the new code, while the old version, until it is
/// unloaded, goes on with the old. The check costs one look-up in the sources for each script and is made while
/// scripts are loaded; afterwards the import of something known is a look-up in a map.
///
/// A kept script belongs to the modules on whose behalf it was imported. When the last of them is unloaded it is
/// forgotten, and the next to import it runs it anew.
///
/// This is the bookkeeping only; it runs nothing. A language
///
/// 1. holds the [`Body`] that [`begin`](Self::begin) gives while a module's own body runs;
/// 2. answers a script's import with [`import`](Self::import), and if that gives an [`Import::New`], runs the script
///    and says with [`NewImport::keep`] what came of it;
/// 3. calls [`unload`](Self::unload) for a module that failed to load or was unloaded.
///
/// Values are never dropped in here: each that is no longer needed is returned, because letting go of it may need the
/// virtual machine, or run finalisers that import. Bodies run while they are imported, so all methods take `&self`;
/// nothing is borrowed between them.
pub struct Imports<V>(RefCell<State<V>>);

struct State<V> {
    kept: BTreeMap<Arc<str>, Kept<V>>,
    /// The scripts whose bodies run now, outermost first.
    running: Vec<Running>,
    /// What scripts got since the last load or unload: the path by the importer's path and the name it used.
    resolved: BTreeMap<Arc<str>, BTreeMap<Box<str>, Arc<str>>>,
}

struct Kept<V> {
    text: Arc<str>,
    value: V,
    /// What it imports, by the name it uses.
    imports: BTreeMap<Box<str>, Arc<str>>,
    users: BTreeSet<ModuleId>,
}

struct Running {
    path: Arc<str>,
    imports: BTreeMap<Box<str>, Arc<str>>,
    users: BTreeSet<ModuleId>,
}

/// Who imports.
#[derive(Clone, Copy, Debug)]
pub struct Importer<'a> {
    /// The path of the script.
    pub path: &'a str,
    /// Its number if the engine loaded it; `None` if it was itself imported.
    pub module: Option<ModuleId>,
}

/// What a script gets for an import.
#[derive(Debug)]
pub enum Import<'a, V> {
    /// A script that has run already.
    Kept(V),
    /// A script that is to be run now.
    New(NewImport<'a, V>),
}

/// A script that is to be run because another imports it. Dropping it says that this failed.
#[must_use = "the script counts as running until this is kept or dropped"]
pub struct NewImport<'a, V> {
    body: Body<'a, V>,
    source: Source,
}

/// The body of a script that runs; dropping it says that it has ended, and so has all that it imported.
#[must_use = "the body counts as running until this is dropped"]
pub struct Body<'a, V> {
    imports: &'a Imports<V>,
    /// Its place among the running.
    place: usize,
}

impl<V> Imports<V> {
    /// No scripts.
    #[must_use]
    pub const fn new() -> Self {
        Self(RefCell::new(State { kept: BTreeMap::new(), running: Vec::new(), resolved: BTreeMap::new() }))
    }

    /// Notes that the body of a module that the engine loads starts to run, from the script at `path`.
    pub fn begin(&self, module: ModuleId, path: &Arc<str>) -> Body<'_, V> {
        let mut state = self.0.borrow_mut();
        state.resolved.clear();
        let place = state.run(path, BTreeSet::from([module]));
        Body { imports: self, place }
    }

    /// What `importer` gets for `name`. `sources` is asked, on behalf of `language`, unless the same importer has got
    /// something for this name since the last load or unload.
    ///
    /// # Errors
    /// What [`Sources::import`] gives, [`ErrorKind::NotFound`] among it; [`ErrorKind::Runtime`] with the chain if the
    /// script is on its way to importing itself.
    pub fn import(
        &self,
        importer: Importer<'_>,
        name: &str,
        sources: &dyn Sources,
        language: &LanguageInfo,
    ) -> Result<Import<'_, V>, ScriptError>
    where
        V: Clone,
    {
        if let Some(kept) = self.0.borrow().resolved(importer.path, name) {
            return Ok(Import::Kept(kept.value.clone()));
        }
        let source = sources.import(importer.path, name, language)?;
        let mut state = self.0.borrow_mut();
        state.refuse_cycle(&source.path)?;
        let users = state.users_of(importer);
        state.note(importer.path, name, &source.path);
        let import = |importer: &str, name: &str| sources.import(importer, name, language);
        if state.is_fresh(&source, &import, &mut BTreeSet::new()) {
            state.add_users(&source.path, &users);
            if let Some(kept) = state.kept.get(&source.path) {
                return Ok(Import::Kept(kept.value.clone()));
            }
        }
        let place = state.run(&source.path, users);
        Ok(Import::New(NewImport { body: Body { imports: self, place }, source }))
    }

    /// Forgets a module. Returns the values of the scripts that were kept for it alone.
    #[must_use = "the values may have to be given back to the virtual machine"]
    pub fn unload(&self, module: ModuleId) -> Vec<V> {
        let mut state = self.0.borrow_mut();
        state.resolved.clear();
        let mut unused = Vec::new();
        for (path, kept) in &mut state.kept {
            kept.users.remove(&module);
            if kept.users.is_empty() {
                unused.push(Arc::clone(path));
            }
        }
        unused.iter().filter_map(|path| state.kept.remove(path)).map(|kept| kept.value).collect()
    }

    /// The paths of all scripts that are kept, and of those whose bodies run now.
    #[must_use]
    pub fn paths(&self) -> Vec<Arc<str>> {
        let state = self.0.borrow();
        state.kept.keys().chain(state.running.iter().map(|running| &running.path)).cloned().collect()
    }
}

impl<V> NewImport<'_, V> {
    /// The script to run, with no number of its own.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Notes that the script has run and what importing it gives from now on. Returns the value of the version that
    /// was kept before, if there was one.
    #[must_use = "the value may have to be given back to the virtual machine"]
    pub fn keep(self, value: V) -> Option<V> {
        let Self { body, source } = self;
        let mut state = body.imports.0.borrow_mut();
        state.running.truncate(body.place + 1);
        let Running { imports, users, path } = state.running.pop()?;
        let old = state.kept.insert(path, Kept { text: source.text, value, imports, users });
        drop(state);
        old.map(|old| old.value)
    }
}

impl<V> Drop for Body<'_, V> {
    fn drop(&mut self) {
        self.imports.0.borrow_mut().running.truncate(self.place);
    }
}

impl<V> State<V> {
    /// Notes that a body starts to run; returns its place.
    fn run(&mut self, path: &Arc<str>, users: BTreeSet<ModuleId>) -> usize {
        self.running.push(Running { path: Arc::clone(path), imports: BTreeMap::new(), users });
        self.running.len() - 1
    }

    /// What a script got for a name, if it still has it. Not while bodies run: then texts may have changed.
    fn resolved(&self, importer: &str, name: &str) -> Option<&Kept<V>> {
        if !self.running.is_empty() {
            return None;
        }
        self.kept.get(self.resolved.get(importer)?.get(name)?)
    }

    /// The modules on whose behalf a script imports.
    fn users_of(&self, importer: Importer<'_>) -> BTreeSet<ModuleId> {
        if let Some(module) = importer.module {
            return BTreeSet::from([module]);
        }
        let running = self.running.iter().rev().find(|running| *running.path == *importer.path);
        running
            .map(|running| &running.users)
            .or_else(|| self.kept.get(importer.path).map(|kept| &kept.users))
            .cloned()
            .unwrap_or_default()
    }

    /// Notes what a script got for a name.
    fn note(&mut self, importer: &str, name: &str, path: &Arc<str>) {
        self.resolved.entry(Arc::from(importer)).or_default().insert(Box::from(name), Arc::clone(path));
        let running = self.running.iter_mut().rev().find(|running| *running.path == *importer);
        let imports = match running {
            Some(running) => Some(&mut running.imports),
            None => self.kept.get_mut(importer).map(|kept| &mut kept.imports),
        };
        if let Some(imports) = imports {
            imports.insert(Box::from(name), Arc::clone(path));
        }
    }

    /// Adds users to a kept script and to all that it imports.
    fn add_users(&mut self, path: &str, users: &BTreeSet<ModuleId>) {
        let Some(kept) = self.kept.get_mut(path) else { return };
        if kept.users.is_superset(users) {
            return;
        }
        kept.users.extend(users);
        let inner: Vec<Arc<str>> = kept.imports.values().cloned().collect();
        for path in inner {
            self.add_users(&path, users);
        }
    }

    /// Whether what is kept of a source, and of all that it imports, is what `import` gives now.
    fn is_fresh(
        &self,
        source: &Source,
        import: &dyn Fn(&str, &str) -> Result<Source, ScriptError>,
        seen: &mut BTreeSet<Arc<str>>,
    ) -> bool {
        let Some(kept) = self.kept.get(&source.path) else { return false };
        if kept.text != source.text {
            return false;
        }
        if !seen.insert(Arc::clone(&source.path)) {
            return true;
        }
        kept.imports.iter().all(|(name, path)| {
            let now = import(&source.path, name);
            now.is_ok_and(|inner| inner.path == *path && self.is_fresh(&inner, import, seen))
        })
    }

    /// Refuses a script that is on its way to importing itself.
    fn refuse_cycle(&self, path: &Arc<str>) -> Result<(), ScriptError> {
        let Some(start) = self.running.iter().position(|running| running.path == *path) else {
            return Ok(());
        };
        let mut chain: Vec<&str> = self.running[start..].iter().map(|running| &*running.path).collect();
        chain.push(path);
        Err(ScriptError::new(
            ErrorKind::Runtime,
            format!("scripts import each other: {}", chain.join(" -> ")),
        ))
    }
}

impl<V> Default for Imports<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V> fmt::Debug for Imports<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Imports").field(&self.paths()).finish()
    }
}

impl<V> fmt::Debug for NewImport<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NewImport").field(&self.source.path).finish()
    }
}

impl<V> fmt::Debug for Body<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Body").field(&self.place).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::Mutex;

    use super::*;
    use crate::Capabilities;

    const INFO: LanguageInfo =
        LanguageInfo { name: "null", version: "", extensions: &[], capabilities: Capabilities::empty() };

    /// Scripts by name; each is a list of the names that it imports, and anything else after a `#`.
    #[derive(Default)]
    struct Scripts {
        texts: Mutex<BTreeMap<String, String>>,
        asked: Mutex<usize>,
    }

    impl Scripts {
        fn new(scripts: &[(&str, &str)]) -> Self {
            let new = Self::default();
            for (name, text) in scripts {
                new.set(name, text);
            }
            new
        }

        fn set(&self, name: &str, text: &str) {
            self.texts.lock().expect("no test panics in here").insert(name.to_owned(), text.to_owned());
        }

        fn asked(&self) -> usize {
            std::mem::take(&mut self.asked.lock().expect("no test panics in here"))
        }
    }

    impl Sources for Scripts {
        fn import(&self, _: &str, name: &str, _: &LanguageInfo) -> Result<Source, ScriptError> {
            *self.asked.lock().expect("no test panics in here") += 1;
            match self.texts.lock().expect("no test panics in here").get(name) {
                Some(text) => Ok(Source::new(name, text.as_str())),
                None => Err(ScriptError::not_found(format!("no {name}"))),
            }
        }
    }

    /// A language whose scripts only import; a value is the number of the run that made it.
    struct Runner {
        imports: Imports<u32>,
        scripts: Scripts,
        runs: Cell<u32>,
        replaced: RefCell<Vec<u32>>,
    }

    impl Runner {
        fn new(scripts: &[(&str, &str)]) -> Self {
            Self {
                imports: Imports::new(),
                scripts: Scripts::new(scripts),
                runs: Cell::new(0),
                replaced: RefCell::default(),
            }
        }

        fn load(&self, module: u32, name: &str) -> Result<Vec<u32>, ScriptError> {
            let module = ModuleId(module);
            let source = self.scripts.import("", name, &INFO)?;
            let body = self.imports.begin(module, &source.path);
            let ran = self.run(&source, Some(module));
            drop(body);
            if ran.is_err() {
                drop(self.imports.unload(module));
            }
            ran
        }

        /// Imports what the text names; gives the values.
        fn run(&self, source: &Source, module: Option<ModuleId>) -> Result<Vec<u32>, ScriptError> {
            let names = source.text.split('#').next().unwrap_or_default().split_whitespace();
            names.map(|name| self.import(&source.path, module, name)).collect()
        }

        fn import(&self, path: &str, module: Option<ModuleId>, name: &str) -> Result<u32, ScriptError> {
            let new = match self.imports.import(Importer { path, module }, name, &self.scripts, &INFO)? {
                Import::Kept(value) => return Ok(value),
                Import::New(new) => new,
            };
            self.run(new.source(), None)?;
            self.runs.set(self.runs.get() + 1);
            self.replaced.borrow_mut().extend(new.keep(self.runs.get()));
            Ok(self.runs.get())
        }

        fn unload(&self, module: u32) -> Vec<u32> {
            self.imports.unload(ModuleId(module))
        }

        fn paths(&self) -> Vec<String> {
            self.imports.paths().iter().map(ToString::to_string).collect()
        }
    }

    #[test]
    fn a_script_runs_once_for_all_who_import_it() -> Result<(), ScriptError> {
        let runner = Runner::new(&[("a", "lib lib"), ("b", "other lib"), ("other", "lib"), ("lib", "")]);
        assert_eq!(runner.load(1, "a")?, [1, 1]);
        assert_eq!(runner.load(2, "b")?, [2, 1]);
        assert_eq!(runner.paths(), ["lib", "other"]);
        Ok(())
    }

    #[test]
    fn a_changed_text_runs_anew_and_gives_the_old_value_back() -> Result<(), ScriptError> {
        let runner = Runner::new(&[("a", "lib"), ("lib", "")]);
        assert_eq!(runner.load(1, "a")?, [1]);
        runner.scripts.set("lib", "# changed");
        assert_eq!(runner.load(2, "a")?, [2]);
        assert_eq!(*runner.replaced.borrow(), [1]);
        Ok(())
    }

    #[test]
    fn a_script_is_not_fresh_if_what_it_imports_is_not() -> Result<(), ScriptError> {
        let runner = Runner::new(&[("a", "outer"), ("outer", "inner"), ("inner", "")]);
        assert_eq!(runner.load(1, "a")?, [2]);
        runner.scripts.set("inner", "# changed");
        assert_eq!(runner.load(2, "a")?, [4]);
        assert_eq!(*runner.replaced.borrow(), [1, 2]);
        Ok(())
    }

    #[test]
    fn a_script_belongs_to_those_who_use_it_themselves_or_through_others() -> Result<(), ScriptError> {
        let runner = Runner::new(&[("a", "outer"), ("b", "inner"), ("outer", "inner"), ("inner", "")]);
        runner.load(1, "a")?;
        runner.load(2, "b")?;
        assert_eq!(runner.unload(1), [2]);
        assert_eq!(runner.paths(), ["inner"]);
        runner.load(3, "a")?;
        assert_eq!(runner.unload(2), []);
        assert_eq!(runner.unload(3), [1, 3]);
        assert!(runner.paths().is_empty());
        Ok(())
    }

    #[test]
    fn what_is_known_is_not_looked_up_in_the_sources_until_something_is_loaded() -> Result<(), ScriptError> {
        let runner = Runner::new(&[("a", ""), ("lib", "")]);
        runner.load(1, "a")?;
        runner.scripts.asked();
        assert_eq!(runner.import("a", Some(ModuleId(1)), "lib")?, 1);
        assert_eq!(runner.scripts.asked(), 1);
        runner.scripts.set("lib", "# changed");
        assert_eq!(runner.import("a", Some(ModuleId(1)), "lib")?, 1);
        assert_eq!(runner.scripts.asked(), 0);
        runner.load(2, "a")?;
        assert_eq!(runner.import("a", Some(ModuleId(1)), "lib")?, 2);
        Ok(())
    }

    #[test]
    fn an_import_at_a_late_time_counts_for_the_users_of_its_importer() -> Result<(), ScriptError> {
        let runner = Runner::new(&[("a", "outer"), ("outer", ""), ("late", "")]);
        runner.load(1, "a")?;
        assert_eq!(runner.import("outer", None, "late")?, 2);
        runner.scripts.set("late", "# changed");
        assert_eq!(runner.load(2, "a")?, [3], "what was imported late counts for freshness");
        drop(runner.unload(1));
        assert_eq!(runner.unload(2), [3]);
        Ok(())
    }

    #[test]
    fn a_cycle_is_refused_with_its_chain() {
        let runner = Runner::new(&[("a", "b"), ("b", "c"), ("c", "b"), ("self", "self")]);
        for _ in 0..2 {
            let error = runner.load(1, "a").expect_err("b imports itself");
            assert_eq!(error.kind(), ErrorKind::Runtime);
            assert_eq!(error.message(), "scripts import each other: b -> c -> b");
        }
        let error = runner.load(1, "self").expect_err("imports itself");
        assert_eq!(error.message(), "scripts import each other: self -> self");
        assert!(runner.paths().is_empty());
    }

    #[test]
    fn a_failed_import_leaves_what_was_kept_and_may_be_tried_again() -> Result<(), ScriptError> {
        let runner = Runner::new(&[("a", "lib"), ("lib", "")]);
        assert_eq!(runner.load(1, "a")?, [1]);
        runner.scripts.set("lib", "nowhere");
        let error = runner.load(2, "a").expect_err("there is no such script");
        assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, "no nowhere"));
        assert_eq!(runner.paths(), ["lib"]);
        runner.scripts.set("nowhere", "");
        assert_eq!(runner.load(2, "a")?, [3]);
        Ok(())
    }

    #[test]
    fn a_body_that_ends_early_ends_those_inside_of_it() {
        let runner = Runner::new(&[]);
        let outer = runner.imports.begin(ModuleId(1), &Arc::from("outer"));
        let inner = runner.imports.begin(ModuleId(2), &Arc::from("inner"));
        drop(outer);
        assert!(runner.paths().is_empty());
        let next = runner.imports.begin(ModuleId(3), &Arc::from("next"));
        drop(next);
        drop(inner);
        assert!(runner.paths().is_empty());
    }
}
