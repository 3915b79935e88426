//! Loading scripts, forgetting them, and what they leave to be done at their end.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use glotta_core::{Callback, ErrorKind, Host, ModuleId, ScriptError, Source, Value};

use super::{Script, ScriptId, Session, State};
use crate::statistics::ScriptStatistics;
use crate::status::ScriptResult;

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
            match &self.inner.scripts.borrow()[id.index as usize].state {
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

    pub(super) fn load_source_silently(
        &self,
        host: &mut dyn Host,
        source: &Source,
    ) -> Result<ScriptId, ScriptError> {
        let language = self.language_of(&source.path)?;
        let old = self.register(source, language);
        if matches!(self.inner.scripts.borrow()[old.index as usize].state, State::Loading) {
            return Err(still_loading(&source.path));
        }
        self.unload(host, old);
        let id = self.begin_version(old);
        {
            let script = &mut self.inner.scripts.borrow_mut()[id.index as usize];
            script.state = State::Loading;
            script.version = id.version;
        }
        let outcome = match self.load_version(host, id, language, source) {
            Ok(module) => {
                self.inner.scripts.borrow_mut()[id.index as usize].state = State::Loaded(module);
                Ok(id)
            }
            Err(error) => {
                // One that a script asked for whose time is over is no worse for it, and may be tried again.
                let is_innocent = self.is_out_of_time();
                self.inner.scripts.borrow_mut()[id.index as usize].state = if is_innocent {
                    State::Unloaded
                } else {
                    State::Failed { error: error.clone(), reported: false }
                };
                Err(error)
            }
        };
        host.load_ended();
        outcome
    }

    /// The number of a version of a script that is about to be loaded.
    pub(super) fn begin_version(&self, id: ScriptId) -> ScriptId {
        let script = &mut self.inner.scripts.borrow_mut()[id.index as usize];
        script.newest = script.newest.wrapping_add(1);
        script.is_loading = true;
        ScriptId { version: script.newest, ..id }
    }

    /// Runs the body of a version. If it fails, nothing of it remains.
    pub(super) fn load_version(
        &self,
        host: &mut dyn Host,
        id: ScriptId,
        language: usize,
        source: &Source,
    ) -> Result<ModuleId, ScriptError> {
        let module = ModuleId(self.inner.next_module.get());
        self.inner.next_module.set(module.0.wrapping_add(1));
        let before = self.store.begin_imports(&source.path);
        let loaded = self.guarded_load(id, || self.inner.languages[language].load(host, module, source));
        {
            let script = &mut self.inner.scripts.borrow_mut()[id.index as usize];
            script.statistics.loads += 1;
            script.is_loading = false;
        }
        match loaded {
            Ok(()) => Ok(module),
            Err(error) => {
                self.store.add_imports(&source.path, before);
                self.end_registrations(id);
                Err(error)
            }
        }
    }

    /// Takes away what a version has registered, without calling any of it.
    pub(super) fn end_registrations(&self, id: ScriptId) {
        let left: Vec<_> = match self.inner.scripts.borrow_mut().get_mut(id.index as usize) {
            Some(script) => script.clean_up.extract_if(.., |(owner, _)| *owner == id).collect(),
            None => Vec::new(),
        };
        // Letting a function go is no business of whoever holds the scripts borrowed.
        drop(left);
        self.end_subscriptions(id);
        self.end_systems_of(id);
    }

    /// True if that very version of a script is the one that runs, or the one that is being loaded. What others have
    /// registered is over.
    #[must_use]
    pub fn is_live(&self, id: ScriptId) -> bool {
        self.inner.scripts.borrow().get(id.index as usize).is_some_and(|script| match script.state {
            State::Failed { .. } | State::Unloaded => false,
            State::Loaded(_) | State::Loading => {
                id.version == script.version || (script.is_loading && id.version == script.newest)
            }
        })
    }

    /// True if the body of that very version of a script runs.
    #[must_use]
    pub fn is_loading(&self, id: ScriptId) -> bool {
        let scripts = self.inner.scripts.borrow();
        let script = scripts.get(id.index as usize);
        script.is_some_and(|script| script.is_loading && id.version == script.newest)
    }

    /// True if the body of that very version of a script runs to take the place of one that is loaded.
    #[must_use]
    pub fn is_reloading(&self, id: ScriptId) -> bool {
        self.is_loading(id) && self.is_loaded(id)
    }

    /// Whether two scripts import the same file, themselves or through others, or one of them the other.
    #[must_use]
    pub fn shares_code(&self, one: ScriptId, other: ScriptId) -> bool {
        let files = |id| {
            let path = self.path(id);
            let mut files: BTreeSet<String> = self.store.dependencies(&path).into_iter().collect();
            files.insert(path.to_string());
            files
        };
        !files(one).is_disjoint(&files(other))
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
            && let State::Failed { reported, .. } =
                &mut self.inner.scripts.borrow_mut()[id.index as usize].state
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
        let index = *by_path.entry(Arc::clone(&source.path)).or_insert_with(|| {
            self.watch_script(&source.path, language);
            scripts.push(Script {
                path: Arc::clone(&source.path),
                language,
                state: State::Unloaded,
                version: 0,
                newest: 0,
                is_loading: false,
                reloads: 0,
                statistics: ScriptStatistics::default(),
                clean_up: Vec::new(),
            });
            u32::try_from(scripts.len() - 1).unwrap_or(u32::MAX)
        });
        ScriptId { index, version: scripts[index as usize].version }
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

    /// Forgets a script: runs its clean-up call-backs, then ends its subscriptions and systems and drops its code. Loading
    /// it again reads it afresh.
    pub fn unload(&self, host: &mut dyn Host, id: ScriptId) {
        let Some(id) = self.live_version(id) else { return };
        self.run_clean_up(host, id);
        self.end_subscriptions(id);
        self.end_systems_of(id);
        let (language, state) = {
            let mut scripts = self.inner.scripts.borrow_mut();
            let Some(script) = scripts.get_mut(id.index as usize) else { return };
            (script.language, std::mem::replace(&mut script.state, State::Unloaded))
        };
        if let State::Loaded(module) = state {
            self.unload_module(host, id, language, module);
        }
    }

    /// Drops the code of a script. Its variables go, and what they do as they go takes time as a call does.
    pub(super) fn unload_module(&self, host: &mut dyn Host, id: ScriptId, language: usize, module: ModuleId) {
        let mut unload = || {
            self.inner.languages[language].unload(host, module);
            Ok(())
        };
        // Within a call, it is a part of that, and must be done even if the time of that is over.
        let outcome = if self.is_running() { unload() } else { self.guarded(id, unload) };
        if let Err(error) = outcome {
            self.report(&error.within("ending what the old code left"));
        }
    }

    /// Forgets all scripts, the last that was loaded first, since it may rest on those before it; then what they left that
    /// only a collector finds. Finalisers run, each script's in the time of a call: the end of the game. Stop the instances and
    /// [clean up](Self::clean_up) first.
    pub fn unload_all(&self, host: &mut dyn Host) {
        let count = self.inner.scripts.borrow().len();
        for index in (0..u32::try_from(count).unwrap_or(u32::MAX)).rev() {
            self.unload(host, ScriptId { index, version: 0 });
        }
        for language in &self.inner.languages {
            let mut collect = || {
                language.collect_garbage(host);
                Ok(())
            };
            if let Err(error) = self.bounded(None, false, &mut collect) {
                self.report(&error.within("ending what scripts left"));
            }
        }
    }

    /// The version of a script that runs now.
    fn live_version(&self, id: ScriptId) -> Option<ScriptId> {
        let version = self.inner.scripts.borrow().get(id.index as usize)?.version;
        Some(ScriptId { version, ..id })
    }

    /// Has `callback` called when `script` is unloaded or the game ends; of several, the last that was given first. When
    /// the script is [reloaded](Self::reload), what its new code gives takes the place of what the old gave.
    pub fn on_clean_up(&self, script: ScriptId, callback: Callback) {
        if let Some(known) = self.inner.scripts.borrow_mut().get_mut(script.index as usize) {
            known.clean_up.push((script, callback));
        }
    }

    fn run_clean_up(&self, host: &mut dyn Host, id: ScriptId) {
        let callbacks = match self.inner.scripts.borrow_mut().get_mut(id.index as usize) {
            Some(script) => std::mem::take(&mut script.clean_up),
            None => return,
        };
        // What was done last is undone first, since it may rest on what was done before.
        for (owner, callback) in callbacks.iter().rev() {
            let outcome = self.guarded(*owner, || self.call_back_unguarded(host, callback, &[]));
            if let Err(error) = outcome {
                self.report(&error);
            }
        }
    }

    /// Runs the clean-up call-backs of all scripts, in the order the scripts were loaded: the end of the game. Stop
    /// the instances first ([`stop_all`](Self::stop_all)).
    pub fn clean_up(&self, host: &mut dyn Host) {
        let count = self.inner.scripts.borrow().len();
        for index in 0..u32::try_from(count).unwrap_or(u32::MAX) {
            self.run_clean_up(host, ScriptId { index, version: 0 });
        }
    }
}

#[cold]
pub(super) fn still_loading(path: &str) -> ScriptError {
    ScriptError::new(
        ErrorKind::Runtime,
        format!("{path} is still loading: attach it when its body has run, such as in on_start"),
    )
}
