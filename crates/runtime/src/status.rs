//! What a runtime tells of its work: results of calls, languages and scripts.

use std::sync::Arc;
use std::time::Duration;

use glotta_core::{ErrorKind, LanguageCensus, LanguageInfo, MemoryUsage, ScriptError, Value};

use crate::runtime::ScriptId;
use crate::statistics::ScriptStatistics;

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It returned.
    Success,
    /// The script could not be compiled.
    CompilationError,
    /// It failed while it ran.
    RuntimeError,
    /// It used up its time.
    Timeout,
}

/// What came of running a script or one of its functions.
#[derive(Clone, Debug)]
pub struct ScriptResult {
    /// What it returned, or why it failed.
    pub outcome: Result<Value, ScriptError>,
    /// How long it took, the engine's work for it included.
    pub execution_time: Duration,
}

impl ScriptResult {
    /// How it ended.
    #[must_use]
    pub fn status(&self) -> Status {
        match self.outcome.as_ref().map_err(ScriptError::kind) {
            Ok(_) => Status::Success,
            Err(ErrorKind::Syntax) => Status::CompilationError,
            Err(ErrorKind::Timeout) => Status::Timeout,
            Err(_) => Status::RuntimeError,
        }
    }
}

/// What a runtime knows of one of its languages.
#[derive(Clone, Copy, Debug)]
pub struct LanguageStatus {
    /// What the language is.
    pub info: LanguageInfo,
    /// How much memory its scripts use.
    pub memory: MemoryUsage,
    /// How many scripts of it are loaded.
    pub scripts: usize,
}

/// What a runtime knows of one of its scripts.
#[derive(Clone, Debug)]
pub struct ScriptStatus {
    /// Its number.
    pub id: ScriptId,
    /// Its path, relative to the project.
    pub path: Arc<str>,
    /// Its language's name.
    pub language: &'static str,
    /// Why it is not running, if it could not be loaded.
    pub error: Option<ScriptError>,
    /// What it has done so far.
    pub statistics: ScriptStatistics,
}

/// What a runtime holds, counted: for whoever looks for what is kept too long. A game that does the same again and
/// again counts the same after each time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Scripts that were ever asked for. A script keeps its place when it is unloaded.
    pub scripts: usize,
    /// Instances, those included that rest.
    pub instances: usize,
    /// Kinds of instances: by script, name of the update function, and with or without an entity. They stay.
    pub instance_groups: usize,
    /// Subscriptions to events.
    pub subscriptions: usize,
    /// Events that wait to be delivered.
    pub waiting_events: usize,
    /// Functions that the host calls at once.
    pub listeners: usize,
    /// Systems, the host's own included.
    pub systems: usize,
    /// Functions that wait for the end of their script.
    pub clean_ups: usize,
    /// Errors that are remembered.
    pub errors: usize,
    /// What each language holds, by its name.
    pub languages: Vec<(&'static str, LanguageCensus)>,
}
