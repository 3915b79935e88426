//! Reload: new code in place of old while the game runs. The new code is loaded beside the old; only when its body has run
//! does it take over, with the instances and the state of the old. If it fails, the old goes on as if nothing had been.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use glotta_core::{Capabilities, Entity, ErrorKind, Host, ModuleId, ScriptError, Value, ValueKind, quote};

use super::{ScriptId, Session, State, loading::still_loading};

/// What became of one script that was to be reloaded.
#[derive(Clone, Debug)]
pub struct Reload {
    /// Its path.
    pub path: Arc<str>,
    /// True if it could not be loaded before: what waits for it can be attached now.
    pub was_failed: bool,
    /// How long it took.
    pub time: Duration,
    /// The error because of which the old code goes on, if there is any.
    pub error: Option<ScriptError>,
}

impl Session<'_> {
    /// Reloads the scripts among the files at `changed` and all scripts that import one of these files, themselves or
    /// through others, in the order they were first loaded. Files that hold what they held before are passed over.
    /// So are scripts that are not wanted. Errors are logged, once for each try. While a script runs, nothing is reloaded.
    pub fn reload_changed<H: Host>(
        &self,
        host: &mut H,
        changed: impl IntoIterator<Item = String>,
        is_wanted: impl Fn(&str) -> bool,
        is_alive: impl Fn(&H, Entity) -> bool,
    ) -> Vec<Reload> {
        if self.is_running() {
            return Vec::new();
        }
        let changed: BTreeSet<String> =
            changed.into_iter().filter(|path| self.store.may_have_changed(path)).collect();
        if changed.is_empty() {
            return Vec::new();
        }
        let tried: Vec<Arc<str>> = {
            let scripts = self.inner.scripts.borrow();
            let tried = scripts.iter().filter(|script| !matches!(script.state, State::Unloaded));
            tried.map(|script| Arc::clone(&script.path)).collect()
        };
        let concerned: Vec<Arc<str>> = tried
            .into_iter()
            .filter(|path| changed.contains(&**path) || self.store.rests_on(path, &changed))
            .filter(|path| is_wanted(path))
            .collect();
        for path in &changed {
            self.inner.errors.borrow_mut().renew(path);
        }
        let mut reloads = Vec::with_capacity(concerned.len());
        for path in concerned {
            let was_failed = self.script(&path).is_some_and(|id| !self.is_loaded(id));
            let start = Instant::now();
            let error = self.reload(host, &path, &is_alive).err();
            let time = start.elapsed();
            if let Some(error) = &error {
                self.report_failed(&path, error);
            }
            reloads.push(Reload { path, was_failed, time, error });
        }
        self.store.settle(&changed);
        reloads
    }

    /// Reloads one script, whether its text has changed or not: loads the code that its file holds now beside the old;
    /// if that works, keeps the global variables that the new code names in its list `keep`, hands the instances over to
    /// the new code, those at rest after an error included, forgets the old code with what it had registered, and calls
    /// `on_reload` of the instances that had started.
    ///
    /// # Errors
    /// As [`load`](Self::load), [`ErrorKind::NotFound`] if the script was never loaded, and [`ErrorKind::Runtime`] while a
    /// script runs. Then the old code goes on, and nothing that the new code registered remains.
    pub fn reload<H: Host>(
        &self,
        host: &mut H,
        path: &str,
        is_alive: &impl Fn(&H, Entity) -> bool,
    ) -> Result<ScriptId, ScriptError> {
        let path = self.resolve(path, None)?;
        if self.is_running() {
            return Err(ScriptError::new(
                ErrorKind::Runtime,
                format!("{path} cannot be reloaded while scripts run: ask for it between two frames"),
            ));
        }
        let Some(old) = self.script(&path) else {
            return Err(ScriptError::not_found(format!("the script {path:?} was never loaded")));
        };
        let (language, old_module) = {
            let script = &self.inner.scripts.borrow()[old.index as usize];
            match script.state {
                State::Loaded(module) => (script.language, Some(module)),
                State::Loading => return Err(still_loading(&path)),
                State::Failed { .. } | State::Unloaded => (script.language, None),
            }
        };
        self.inner.errors.borrow_mut().renew(&path);
        let source = self.store.source(&path)?;
        let Some(old_module) = old_module else { return self.load_source_silently(host, &source) };
        let new = self.begin_version(old);
        let loaded = self.load_version(host, new, language, &source);
        let module = loaded.inspect_err(|_| host.load_ended())?;
        self.keep_globals(host, language, &path, old_module, module);
        {
            let script = &mut self.inner.scripts.borrow_mut()[old.index as usize];
            script.version = new.version;
            script.state = State::Loaded(module);
            script.reloads += 1;
        }
        host.load_ended();
        self.end_registrations(old);
        let started = self.hand_over_instances(new, &path);
        self.unload_module(host, old, language, old_module);
        if let Some(on_reload) = self.find(new, "on_reload") {
            self.tell_reloaded(host, &started, on_reload, is_alive);
        }
        Ok(new)
    }

    /// Carries over the values of the global variables that the new code names in its list `keep`. What cannot be
    /// carried over is reported, and starts anew.
    fn keep_globals(&self, host: &mut dyn Host, language: usize, path: &str, old: ModuleId, new: ModuleId) {
        let language = &self.inner.languages[language];
        if !language.info().capabilities.contains(Capabilities::GLOBALS) {
            return;
        }
        let report = |error: ScriptError| {
            self.report(&error.at(language.info().name, path, 0, 0));
        };
        let names = match language.global(host, new, "keep") {
            Ok(None | Some(Value::Null | Value::Function(_))) => return,
            Ok(Some(names)) => names,
            Err(error) => return report(error.within("the list \"keep\"")),
        };
        let mut list = Vec::new();
        if let Err(error) = names.list_into(&mut list, |name| name.as_str().map(str::to_owned)) {
            return report(error.within("the list \"keep\" of names of global variables"));
        }
        for name in list {
            let kept = language.global(host, old, &name).and_then(|value| match value {
                None | Some(Value::Null) => Ok(()),
                Some(value) => self.keep_global(host, &**language, new, &name, value),
            });
            if let Err(error) = kept {
                report(error.within(format_args!("keeping {} over the reload", quote(&name))));
            }
        }
    }

    fn keep_global(
        &self,
        host: &mut dyn Host,
        language: &dyn glotta_core::Language,
        module: ModuleId,
        name: &str,
        value: Value,
    ) -> Result<(), ScriptError> {
        if has_code(&value) {
            return Err(ScriptError::new(
                ErrorKind::Type,
                format!(
                    "{} is or holds a function, which is of the old code: it starts anew",
                    value.describe()
                ),
            ));
        }
        let Some(now) = language.global(host, module, name)? else {
            return Err(ScriptError::not_found(format!(
                "the new code has no such global variable: its value, {}, is lost; take the name out of \"keep\" if \
                 that is meant",
                value.describe()
            )));
        };
        let is_number = |kind| matches!(kind, ValueKind::Int | ValueKind::Float);
        let (was, is) = (value.kind(), now.kind());
        if was != is && !(is_number(was) && is_number(is)) && is != ValueKind::Null {
            return Err(ScriptError::new(
                ErrorKind::Type,
                format!("it was {} and is {} now: it starts anew", value.describe(), now.describe()),
            ));
        }
        language.set_global(host, module, name, value)
    }
}

/// Whether a value is a function, or holds one.
fn has_code(value: &Value) -> bool {
    match value {
        Value::Function(_) => true,
        Value::List(items) => items.iter().any(has_code),
        Value::Table(table) => table.values().any(has_code),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
