//! What a runtime says of itself: its errors, its languages, its scripts.

use std::sync::Arc;
use std::time::Duration;

use glotta_core::{Capabilities, Language, ScriptError, near_names};

use super::{Script, ScriptId, Session, State};
use crate::errors::ErrorEntry;
use crate::status::{Census, LanguageStatus, ScriptStatus};

impl Session<'_> {
    /// Adds an error to the log.
    pub fn report(&self, error: &ScriptError) {
        self.inner.errors.borrow_mut().record(error);
    }

    /// The errors that were logged since the last call, each once however often it came; and those that have come ten
    /// times as often as when they were given, with their count: so one that comes in each frame is told of a few times.
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
        if let Some(script) = self.inner.scripts.borrow_mut().get_mut(id.index as usize) {
            script.statistics.record(time, failed);
        }
    }

    /// How often new code has taken the place of a script's old code. What failed to load does not count.
    #[must_use]
    pub fn reload_count(&self, id: ScriptId) -> u64 {
        self.inner.scripts.borrow().get(id.index as usize).map_or(0, |script| script.reloads)
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

    /// How much of everything there is.
    #[must_use]
    pub fn census(&self) -> Census {
        let (subscriptions, waiting_events, listeners) = self.inner.events.borrow().count();
        let (instances, instance_groups) = self.inner.instances.borrow().count();
        let scripts = self.inner.scripts.borrow();
        let languages = self.inner.languages.iter();
        Census {
            scripts: scripts.len(),
            instances,
            instance_groups,
            subscriptions,
            waiting_events,
            listeners,
            systems: self.inner.systems.borrow().count(),
            clean_ups: scripts.iter().map(|script| script.clean_up.len()).sum(),
            errors: self.inner.errors.borrow().len(),
            languages: languages.map(|language| (language.info().name, language.census())).collect(),
        }
    }

    /// The language of that name, for what a session does not offer itself.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] with the names there are.
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
            .filter(|(_, script): &(u32, &Script)| !matches!(script.state, State::Unloaded))
            .map(|(index, script)| ScriptStatus {
                id: ScriptId { index, version: script.version },
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

    /// How often a function of a script was called, those included that are unloaded by now.
    #[must_use]
    pub fn call_count(&self) -> u64 {
        self.inner.scripts.borrow().iter().map(|script| script.statistics.calls).sum()
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
