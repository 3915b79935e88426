//! [`Runtime`] and [`Session`]: the languages, the scripts they have loaded, and calls into them.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use glotta_core::{
    Api, Arg, Callback, Capabilities, Environment, ErrorKind, FunctionId, Host, Language, ModuleId,
    ScriptError, Source, Value, near_names,
};
use parking_lot::{ReentrantMutex, ReentrantMutexGuard};

use crate::errors::{ErrorEntry, ErrorLog};
use crate::instances::Instances;
use crate::sources::{ScriptStore, SourceReader};
use crate::statistics::ScriptStatistics;
use crate::status::{LanguageStatus, ScriptResult, ScriptStatus};

/// How deeply calls from the host into scripts may nest, whatever the languages: a script that calls a bound
/// function that calls a script, and so on. Past it, the call is refused with an error.
pub const MAX_CALL_DEPTH: u32 = 100;

/// A script that a runtime has loaded, or has tried to; valid as long as the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScriptId(u32);

/// A function of a loaded script, found once by [`Session::find`]; valid until the script is unloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScriptFunction {
    script: ScriptId,
    module: ModuleId,
    language: usize,
    function: FunctionId,
}

impl ScriptFunction {
    /// The script it belongs to.
    #[must_use]
    pub fn script(self) -> ScriptId {
        self.script
    }
}

/// Hosts the languages of a game and the scripts they have loaded.
///
/// It may be shared between threads; scripts run on one thread at a time, the one that has [entered](Self::enter).
pub struct Runtime {
    inner: ReentrantMutex<Inner>,
    store: Arc<ScriptStore>,
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime").finish_non_exhaustive()
    }
}

/// Everything a session works on. Its cells are never borrowed while a script runs.
pub(crate) struct Inner {
    languages: Vec<Box<dyn Language>>,
    scripts: RefCell<Vec<Script>>,
    by_path: RefCell<HashMap<Arc<str>, ScriptId>>,
    current: Cell<Option<ScriptId>>,
    depth: Cell<u32>,
    next_module: Cell<u32>,
    /// The language of a path without an extension, before all others.
    preferred: Cell<Option<usize>>,
    errors: RefCell<ErrorLog>,
    events: RefCell<events::Events>,
    pub(crate) instances: RefCell<Instances>,
}

struct Script {
    path: Arc<str>,
    language: usize,
    state: State,
    statistics: ScriptStatistics,
    clean_up: Vec<Callback>,
}

enum State {
    /// Its body runs.
    Loading,
    Loaded(ModuleId),
    Failed {
        error: ScriptError,
        /// Whether the error is in the log. It is not while only scripts asked for this one: the error is theirs then.
        reported: bool,
    },
    Unloaded,
}

impl Runtime {
    /// A runtime of these languages, which it starts, over the scripts that `reader` finds.
    ///
    /// # Errors
    /// [`ErrorKind::Host`] if a language cannot start, or if two of them claim one name or file extension.
    pub fn new(
        api: Api,
        languages: Vec<Box<dyn Language>>,
        reader: impl SourceReader + 'static,
    ) -> Result<Self, ScriptError> {
        let store = Arc::new(ScriptStore::new(reader));
        let api = Arc::new(api);
        let mut started: Vec<Box<dyn Language>> = Vec::new();
        for mut language in languages {
            let info = *language.info();
            let rival = started.iter().map(|known| known.info()).find(|known| {
                known.name == info.name || known.extensions.iter().any(|one| info.extensions.contains(one))
            });
            if let Some(rival) = rival {
                return Err(ScriptError::host(format!(
                    "the languages {} and {} claim the same name or file extension",
                    rival.name, info.name
                )));
            }
            let environment = Environment { api: Arc::clone(&api), sources: Arc::clone(&store) as _ };
            language
                .start(environment)
                .map_err(|error| error.within(format_args!("starting {}", info.name)))?;
            started.push(language);
        }
        let inner = Inner {
            languages: started,
            scripts: RefCell::default(),
            by_path: RefCell::default(),
            current: Cell::new(None),
            depth: Cell::new(0),
            next_module: Cell::new(0),
            preferred: Cell::new(None),
            errors: RefCell::default(),
            events: RefCell::default(),
            instances: RefCell::default(),
        };
        Ok(Self { inner: ReentrantMutex::new(inner), store })
    }

    /// Waits until no other thread runs scripts, and gives access to them. A thread may enter again while it is
    /// in.
    #[must_use]
    pub fn enter(&self) -> Session<'_> {
        Session { inner: self.inner.lock(), store: &self.store }
    }
}

/// Access to a [`Runtime`] for the thread that entered it.
pub struct Session<'r> {
    pub(crate) inner: ReentrantMutexGuard<'r, Inner>,
    store: &'r ScriptStore,
}

impl fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// Puts a cell's value back when it goes, however the call in between ended.
struct Restore<'c, T: Copy>(&'c Cell<T>, T);

impl<'c, T: Copy> Restore<'c, T> {
    fn set(cell: &'c Cell<T>, value: T) -> Self {
        Self(cell, cell.replace(value))
    }
}

impl<T: Copy> Drop for Restore<'_, T> {
    fn drop(&mut self) {
        self.0.set(self.1);
    }
}

impl Session<'_> {
    /// The script at `path`, which may go without its extension ([`resolve`](Self::resolve)): loaded, if it is not yet.
    /// One that failed to load fails again with the same error,
    /// without another try, until it is unloaded.
    ///
    /// The error is logged the first time, unless a script runs: then it is handed to that script, which may know
    /// what to do about it. A call-back that does not fails with it, and is logged for that.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is no such file or no language for it, [`ErrorKind::Syntax`], or whatever
    /// the script's body raised.
    pub fn load(&self, host: &mut dyn Host, path: &str) -> Result<ScriptId, ScriptError> {
        self.load_silently(host, path).inspect_err(|error| self.report_unless_asked(path, error))
    }

    fn load_silently(&self, host: &mut dyn Host, path: &str) -> Result<ScriptId, ScriptError> {
        let path = self.resolve(path, None)?;
        if let Some(id) = self.script(&path) {
            match &self.inner.scripts.borrow()[id.0 as usize].state {
                State::Loaded(_) => return Ok(id),
                State::Loading => return Err(still_loading(&path)),
                State::Failed { error, .. } => return Err(error.clone()),
                State::Unloaded => {}
            }
        }
        let source = self.store.source(&path)?;
        self.load_source_silently(host, &source)
    }

    /// Loads a script from its text, under its path; an earlier one of that path is unloaded first. A script whose
    /// body still runs cannot be loaded.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_source(&self, host: &mut dyn Host, source: &Source) -> Result<ScriptId, ScriptError> {
        self.load_source_silently(host, source)
            .inspect_err(|error| self.report_unless_asked(&source.path, error))
    }

    fn load_source_silently(&self, host: &mut dyn Host, source: &Source) -> Result<ScriptId, ScriptError> {
        let language = self.language_of(&source.path)?;
        let id = self.register(source, language);
        if matches!(self.inner.scripts.borrow()[id.0 as usize].state, State::Loading) {
            return Err(still_loading(&source.path));
        }
        self.unload(host, id);
        self.inner.scripts.borrow_mut()[id.0 as usize].state = State::Loading;
        let module = ModuleId(self.inner.next_module.get());
        self.inner.next_module.set(module.0.wrapping_add(1));
        let loaded = self.guarded(id, || self.inner.languages[language].load(host, module, source));
        let mut scripts = self.inner.scripts.borrow_mut();
        let script = &mut scripts[id.0 as usize];
        script.statistics.loads += 1;
        match loaded {
            Ok(()) => {
                script.state = State::Loaded(module);
                Ok(id)
            }
            Err(error) => {
                script.state = State::Failed { error: error.clone(), reported: false };
                // Nothing remains of a script that did not load, what it left for its end included.
                script.clean_up.clear();
                drop(scripts);
                self.end_subscriptions(id);
                Err(error)
            }
        }
    }

    /// True while a script runs, which gets the errors of what it asks for.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.inner.depth.get() > 0
    }

    fn report_unless_asked(&self, path: &str, error: &ScriptError) {
        if !self.is_running() {
            self.report_failed(path, error);
        }
    }

    /// Logs that a script could not be loaded, once for each try. [`load`](Self::load) does that itself unless a
    /// script runs; this is for scripts that are loaded while one runs, but not on its behalf.
    pub fn report_failed(&self, path: &str, error: &ScriptError) {
        let known = self.resolve(path, None).ok().and_then(|path| self.script(&path));
        if let Some(id) = known
            && let State::Failed { reported, .. } = &mut self.inner.scripts.borrow_mut()[id.0 as usize].state
            && std::mem::replace(reported, true)
        {
            return;
        }
        self.report(error);
    }

    /// Runs a script from its text and says how that went: [`load_source`](Self::load_source) with its time. Its
    /// functions can be called afterwards.
    pub fn execute(&self, host: &mut dyn Host, source: &Source) -> ScriptResult {
        let start = Instant::now();
        let outcome = self.load_source(host, source).map(|_| Value::Null);
        ScriptResult { outcome, execution_time: start.elapsed() }
    }

    fn register(&self, source: &Source, language: usize) -> ScriptId {
        let mut by_path = self.inner.by_path.borrow_mut();
        let mut scripts = self.inner.scripts.borrow_mut();
        *by_path.entry(Arc::clone(&source.path)).or_insert_with(|| {
            scripts.push(Script {
                path: Arc::clone(&source.path),
                language,
                state: State::Unloaded,
                statistics: ScriptStatistics::default(),
                clean_up: Vec::new(),
            });
            ScriptId(u32::try_from(scripts.len() - 1).unwrap_or(u32::MAX))
        })
    }

    fn language_of(&self, path: &str) -> Result<usize, ScriptError> {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let mut languages = self.inner.languages.iter();
        languages.position(|language| language.info().extensions.contains(&extension)).ok_or_else(|| {
            let known: Vec<String> = self
                .inner
                .languages
                .iter()
                .flat_map(|language| language.info().extensions)
                .map(|extension| format!(".{extension}"))
                .collect();
            ScriptError::not_found(format!(
                "there is no language for {path:?}: this game runs {}",
                if known.is_empty() { "none".to_owned() } else { known.join(", ") }
            ))
        })
    }

    /// Forgets a script: runs its clean-up call-backs, then ends its subscriptions and drops its code. Loading it again reads it afresh.
    pub fn unload(&self, host: &mut dyn Host, id: ScriptId) {
        self.run_clean_up(host, id);
        self.end_subscriptions(id);
        let (language, state) = {
            let mut scripts = self.inner.scripts.borrow_mut();
            let Some(script) = scripts.get_mut(id.0 as usize) else { return };
            (script.language, std::mem::replace(&mut script.state, State::Unloaded))
        };
        if let State::Loaded(module) = state {
            self.inner.languages[language].unload(host, module);
        }
    }

    /// Has `callback` called when `script` is unloaded or the game ends; of several, the last that was given first.
    pub fn on_clean_up(&self, script: ScriptId, callback: Callback) {
        if let Some(script) = self.inner.scripts.borrow_mut().get_mut(script.0 as usize) {
            script.clean_up.push(callback);
        }
    }

    fn run_clean_up(&self, host: &mut dyn Host, id: ScriptId) {
        let callbacks = match self.inner.scripts.borrow_mut().get_mut(id.0 as usize) {
            Some(script) => std::mem::take(&mut script.clean_up),
            None => return,
        };
        // What was done last is undone first, since it may rest on what was done before.
        for callback in callbacks.iter().rev() {
            let outcome = self.guarded(id, || self.call_back_unguarded(host, callback, &[]));
            if let Err(error) = outcome {
                self.report(&error);
            }
        }
    }

    /// Runs the clean-up call-backs of all scripts, in the order the scripts were loaded: the end of the game. Stop
    /// the instances first ([`stop_all`](Self::stop_all)).
    pub fn clean_up(&self, host: &mut dyn Host) {
        let count = self.inner.scripts.borrow().len();
        for index in 0..count {
            self.run_clean_up(host, ScriptId(u32::try_from(index).unwrap_or(u32::MAX)));
        }
    }

    /// The script of that path, if the runtime has ever tried to load it.
    #[must_use]
    pub fn script(&self, path: &str) -> Option<ScriptId> {
        self.inner.by_path.borrow().get(path).copied()
    }

    /// The path of a script.
    #[must_use]
    pub fn path(&self, id: ScriptId) -> Arc<str> {
        self.inner
            .scripts
            .borrow()
            .get(id.0 as usize)
            .map_or_else(|| "".into(), |script| Arc::clone(&script.path))
    }

    /// The script that runs now, innermost first; `None` while the host itself does.
    #[must_use]
    pub fn current(&self) -> Option<ScriptId> {
        self.inner.current.get()
    }

    /// The global function of that name in a loaded script.
    #[must_use]
    pub fn find(&self, id: ScriptId, name: &str) -> Option<ScriptFunction> {
        let (language, module) = {
            let scripts = self.inner.scripts.borrow();
            let script = scripts.get(id.0 as usize)?;
            match script.state {
                State::Loaded(module) => (script.language, module),
                State::Loading | State::Failed { .. } | State::Unloaded => return None,
            }
        };
        let function = self.inner.languages[language].find(module, name)?;
        Some(ScriptFunction { script: id, module, language, function })
    }

    /// Calls a function that was found before.
    ///
    /// # Errors
    /// Whatever the script raised; [`ErrorKind::NotFound`] if the script was unloaded since.
    #[inline]
    pub fn call(
        &self,
        host: &mut dyn Host,
        function: ScriptFunction,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        self.guarded(function.script, || {
            self.inner.languages[function.language].call(host, function.function, arguments)
        })
    }

    /// Finds a function of a script and calls it: for a call now and then.
    pub fn call_by_name(
        &self,
        host: &mut dyn Host,
        id: ScriptId,
        name: &str,
        arguments: &[Arg<'_>],
    ) -> ScriptResult {
        let start = Instant::now();
        let outcome = match self.find(id, name) {
            Some(function) => self.call(host, function, arguments),
            None => Err(ScriptError::not_found(format!("{} has no function {name:?}", self.path(id)))),
        };
        let execution_time = start.elapsed();
        self.record(id, execution_time, outcome.is_err());
        ScriptResult { outcome, execution_time }
    }

    /// Calls a function that a script handed out, in whichever language it is.
    ///
    /// # Errors
    /// Whatever the function raised; [`ErrorKind::NotFound`] if its language is not of this runtime.
    pub fn call_back(
        &self,
        host: &mut dyn Host,
        callback: &Callback,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let _depth = self.deeper()?;
        self.call_back_unguarded(host, callback, arguments)
    }

    fn call_back_unguarded(
        &self,
        host: &mut dyn Host,
        callback: &Callback,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let name = callback.language();
        let mut languages = self.inner.languages.iter();
        match languages.find(|language| language.info().name == name) {
            Some(language) => language.call_back(host, callback, arguments),
            None => Err(ScriptError::not_found(format!("this game runs no {name} scripts"))),
        }
    }

    /// Runs `call` as `script`, one level deeper.
    #[inline]
    fn guarded<T>(
        &self,
        script: ScriptId,
        call: impl FnOnce() -> Result<T, ScriptError>,
    ) -> Result<T, ScriptError> {
        let _depth = self.deeper()?;
        let _current = Restore::set(&self.inner.current, Some(script));
        call()
    }

    #[inline]
    fn deeper(&self) -> Result<Restore<'_, u32>, ScriptError> {
        let depth = self.inner.depth.get();
        if depth >= MAX_CALL_DEPTH {
            return Err(too_deep());
        }
        Ok(Restore::set(&self.inner.depth, depth + 1))
    }

    /// Adds an error to the log.
    pub fn report(&self, error: &ScriptError) {
        self.inner.errors.borrow_mut().record(error);
    }

    /// The errors that were logged since the last call, each once however often it came.
    #[must_use]
    pub fn take_new_errors(&self) -> Vec<ScriptError> {
        self.inner.errors.borrow_mut().take_new()
    }

    /// The errors whose last occurrence is not older than `window`.
    #[must_use]
    pub fn recent_errors(&self, window: Duration) -> Vec<ErrorEntry> {
        self.inner.errors.borrow().recent(window)
    }

    /// How many errors there were since the start, repetitions counted.
    #[must_use]
    pub fn error_count(&self) -> u64 {
        self.inner.errors.borrow().total()
    }

    pub(crate) fn record(&self, id: ScriptId, time: Duration, failed: bool) {
        if let Some(script) = self.inner.scripts.borrow_mut().get_mut(id.0 as usize) {
            script.statistics.record(time, failed);
        }
    }

    /// The languages, in the order they were given.
    #[must_use]
    pub fn languages(&self) -> Vec<LanguageStatus> {
        let scripts = self.inner.scripts.borrow();
        let loaded = |index: usize| {
            let is_loaded =
                |script: &&Script| script.language == index && matches!(script.state, State::Loaded(_));
            scripts.iter().filter(is_loaded).count()
        };
        let languages = self.inner.languages.iter().enumerate();
        languages
            .map(|(index, language)| LanguageStatus {
                info: *language.info(),
                memory: language.memory_usage(),
                scripts: loaded(index),
            })
            .collect()
    }

    /// The language of that name, for what a session does not offer itself.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] with the names there are.
    pub fn language(&self, name: &str) -> Result<&dyn Language, ScriptError> {
        let mut languages = self.inner.languages.iter();
        languages.find(|language| language.info().name == name).map(|language| &**language).ok_or_else(|| {
            let names = self.inner.languages.iter().map(|language| language.info().name);
            ScriptError::not_found(format!("there is no language {name:?}{}", near_names(name, names)))
        })
    }

    /// The scripts that were ever loaded or tried, in the order of their first load.
    #[must_use]
    pub fn scripts(&self) -> Vec<ScriptStatus> {
        let scripts = self.inner.scripts.borrow();
        (0..)
            .zip(scripts.iter())
            .filter(|(_, script)| !matches!(script.state, State::Unloaded))
            .map(|(id, script)| ScriptStatus {
                id: ScriptId(id),
                path: Arc::clone(&script.path),
                language: self.inner.languages[script.language].info().name,
                error: match &script.state {
                    State::Failed { error, .. } => Some(error.clone()),
                    State::Loaded(_) | State::Loading | State::Unloaded => None,
                },
                statistics: script.statistics,
            })
            .collect()
    }

    /// The scripts that `path` imports, itself and through others.
    #[must_use]
    pub fn dependencies(&self, path: &str) -> Vec<String> {
        self.store.dependencies(path)
    }

    /// Limits the memory of every language that can be limited, in bytes each.
    ///
    /// # Errors
    /// The first refusal of a language that has limits.
    pub fn set_memory_limit(&self, limit: Option<usize>) -> Result<(), ScriptError> {
        for language in &self.inner.languages {
            if language.info().capabilities.contains(Capabilities::MEMORY_LIMIT) {
                language.set_memory_limit(limit)?;
            }
        }
        Ok(())
    }
}

#[cold]
fn still_loading(path: &str) -> ScriptError {
    ScriptError::new(
        ErrorKind::Runtime,
        format!("{path} is still loading: attach it when its body has run, such as in on_start"),
    )
}

#[cold]
fn too_deep() -> ScriptError {
    ScriptError::new(
        ErrorKind::Runtime,
        format!("scripts and bound functions call each other more than {MAX_CALL_DEPTH} levels deep"),
    )
}

mod calls;
mod events;
mod resolve;
pub use events::MAX_WAITING_EVENTS;

#[cfg(test)]
mod tests;
