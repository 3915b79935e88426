//! [`Runtime`] and [`Session`]: the languages, the scripts they have loaded, and calls into them.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use glotta_core::{
    Api, Arg, Callback, Environment, ErrorKind, FunctionId, Host, Language, ModuleId, ScriptError, Value,
};
use parking_lot::{ReentrantMutex, ReentrantMutexGuard};

use crate::budgets::{Budgets, ErrorPolicies};
use crate::errors::ErrorLog;
use crate::instances::Instances;
use crate::sources::{ScriptStore, SourceReader};
use crate::statistics::ScriptStatistics;
use crate::status::ScriptResult;
use crate::watchdog::{Guard, Watchdog};

/// How deeply calls from the host into scripts may nest, whatever the languages: a script that calls a bound
/// function that calls a script, and so on. Past it, the call is refused with an error.
pub const MAX_CALL_DEPTH: u32 = 100;

/// How much of the thread's stack, in bytes, must be left for a call that is nested in another, whatever its language does
/// with it. A level takes a tenth of that at most.
const LEAST_STACK: usize = 192 * 1024;

/// One version of a script that a runtime has loaded, or has tried to. Each load of a path is a version of its own, so
/// that what the old code left behind can be told from what the new has made. Whatever a session is asked about a
/// script with the number of an old version, it answers for the version of now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScriptId {
    index: u32,
    version: u32,
}

impl ScriptId {
    /// What all versions of one script have in common.
    pub(crate) fn index(self) -> u32 {
        self.index
    }

    /// True if both are versions of one script.
    #[must_use]
    pub fn is_same_script(self, other: Self) -> bool {
        self.index == other.index
    }
}

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
    watchdog: Watchdog,
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
    by_path: RefCell<HashMap<Arc<str>, u32>>,
    current: Cell<Option<ScriptId>>,
    depth: Cell<u32>,
    /// How many calls from the host have begun that were not made by scripts in turn.
    outermost: Cell<u64>,
    guard: Guard,
    budgets: RefCell<Budgets>,
    policies: RefCell<ErrorPolicies>,
    /// When the budget of the frame that runs is spent.
    frame_end: Cell<Option<Instant>>,
    next_module: Cell<u32>,
    /// The language of a path without an extension, before all others.
    preferred: Cell<Option<usize>>,
    errors: RefCell<ErrorLog>,
    events: RefCell<events::Events>,
    systems: RefCell<systems::Systems>,
    pub(crate) instances: RefCell<Instances>,
}

struct Script {
    path: Arc<str>,
    language: usize,
    state: State,
    /// The version that `state` speaks of.
    version: u32,
    /// The newest version that was begun.
    newest: u32,
    /// Whether the body of the newest version runs.
    is_loading: bool,
    /// How often new code took the place of old code.
    reloads: u64,
    statistics: ScriptStatistics,
    /// What each version left to be done at its end.
    clean_up: Vec<(ScriptId, Callback)>,
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
        let guard = Guard::new(started.iter().filter_map(|language| language.interrupt()).collect());
        let watchdog = guard.handle();
        let inner = Inner {
            languages: started,
            scripts: RefCell::default(),
            by_path: RefCell::default(),
            current: Cell::new(None),
            depth: Cell::new(0),
            outermost: Cell::new(0),
            guard,
            budgets: RefCell::default(),
            policies: RefCell::default(),
            frame_end: Cell::new(None),
            next_module: Cell::new(0),
            preferred: Cell::new(None),
            errors: RefCell::default(),
            events: RefCell::default(),
            systems: RefCell::default(),
            instances: RefCell::default(),
        };
        let runtime = Self { inner: ReentrantMutex::new(inner), store, watchdog };
        runtime.enter().set_budgets(Budgets::default());
        Ok(runtime)
    }

    /// What holds up the time of scripts, from any thread and also while one runs: for a debugger.
    #[must_use]
    pub fn watchdog(&self) -> &Watchdog {
        &self.watchdog
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
    /// True while a script runs, which gets the errors of what it asks for.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.inner.depth.get() > 0
    }

    /// The number of the call from the host into scripts that runs now, or ran last. Calls that scripts make in turn are
    /// parts of it, so that what such a call makes can say when it was made.
    #[must_use]
    pub fn outermost_call(&self) -> u64 {
        self.inner.outermost.get()
    }

    /// The script of that path, if the runtime has ever tried to load it.
    #[must_use]
    pub fn script(&self, path: &str) -> Option<ScriptId> {
        let index = *self.inner.by_path.borrow().get(path)?;
        let version = self.inner.scripts.borrow().get(index as usize)?.version;
        Some(ScriptId { index, version })
    }

    /// The path of a script.
    #[must_use]
    pub fn path(&self, id: ScriptId) -> Arc<str> {
        self.inner
            .scripts
            .borrow()
            .get(id.index as usize)
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
            let script = scripts.get(id.index as usize)?;
            match script.state {
                State::Loaded(module) => (script.language, module),
                State::Loading | State::Failed { .. } | State::Unloaded => return None,
            }
        };
        let function = self.inner.languages[language].find(module, name)?;
        self.inner.guard.note_function(id.index, name, function);
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
        self.guarded_function(function, || {
            self.inner.languages[function.language].call(host, function.function, arguments)
        })
    }

    /// Runs `calls`, which calls a function again and again.
    pub(crate) fn in_series(&self, function: ScriptFunction, calls: &mut dyn FnMut()) {
        self.inner.languages[function.language].in_series(calls);
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
            None => {
                let near = self.near_functions(id, name);
                Err(ScriptError::not_found(format!("{} has no function {name:?}{near}", self.path(id))))
            }
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
        self.bounded(None, false, || self.call_back_unguarded(host, callback, arguments))
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
}

#[cold]
fn no_stack(depth: u32) -> ScriptError {
    ScriptError::new(
        ErrorKind::Runtime,
        format!(
            "stack overflow: scripts and bound functions call each other {depth} levels deep, and the stack of the thread \
             bears no more"
        ),
    )
}

#[cold]
fn too_deep() -> ScriptError {
    ScriptError::new(
        ErrorKind::Runtime,
        format!("scripts and bound functions call each other more than {MAX_CALL_DEPTH} levels deep"),
    )
}

mod budgets;
mod calls;
mod events;
mod loading;
mod reload;
mod resolve;
mod status;
mod systems;

pub use events::{MAX_SUBSCRIPTIONS, MAX_WAITING_BYTES, MAX_WAITING_EVENTS};
pub use reload::Reload;
pub use systems::MAX_SYSTEMS;

#[cfg(test)]
mod tests;
