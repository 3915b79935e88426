//! [`Budgets`]: how long scripts may take, and what they do when they fail.

use std::collections::BTreeMap;
use std::time::Duration;

/// How long scripts may take. [`Duration::MAX`] is as long as they like.
///
/// | budget | of what | when it is spent |
/// |---|---|---|
/// | `call` | one call from the engine into scripts, with all that it calls in turn: a call-back of an instance, a system, a subscriber of an event, `on_stop`, a clean-up | the call ends with [`ErrorKind::Timeout`](glotta_core::ErrorKind::Timeout) |
/// | `load` | the body of a script, with all that it imports, compiling included | the script is not loaded, with the same error |
/// | `frame` | all calls of one frame together | what has not run yet waits for the next frame, which begins with it |
///
/// A call is ended within some milliseconds of its budget, at the next statement that it begins; what it catches does not
/// save it. A single function of a language's own library cannot be ended in the middle; [`OVERDUE_AFTER`](crate::OVERDUE_AFTER)
/// later it is reported who waits for what ([`Session::set_overdue_report`](crate::Session::set_overdue_report)). Only time in which the process
/// gets to run counts, not that in which the machine sleeps or a debugger holds it.
///
/// The defaults are such that no honest script meets them, in a debug build on a busy machine either: a hang ends, and that
/// is all. A game that must not be seen to stand still sets less.
///
/// [`Budgets::unlimited`] switches the watch off: where neither calls nor loads have a budget, none of any script either,
/// calls are not watched and nothing is paid for it. In `glotta.toml` that is `call_ms = 0` and `load_ms = 0`.
///
/// Where there are no threads (WebAssembly), calls and loads are not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// What one call may take: 2 seconds unless it is set.
    pub call: Duration,
    /// What loading one script may take: 10 seconds unless it is set.
    pub load: Duration,
    /// What all calls of one frame may take together: 4 seconds unless it is set. The call that runs when it is spent
    /// goes on to its end, so a frame takes as long as a call may at most in addition.
    pub frame: Duration,
    /// The budgets of scripts that have some of their own, by path. A path without an extension means the script in any
    /// language.
    pub scripts: BTreeMap<String, ScriptBudgets>,
}

/// The budgets of one script; where there is none, that of all scripts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScriptBudgets {
    /// What one call of its functions may take.
    pub call: Option<Duration>,
    /// What loading it may take.
    pub load: Option<Duration>,
}

impl Default for Budgets {
    fn default() -> Self {
        Self {
            call: Duration::from_secs(2),
            load: Duration::from_secs(10),
            frame: Duration::from_secs(4),
            scripts: BTreeMap::new(),
        }
    }
}

impl Budgets {
    /// Scripts may take as long as they like, and are not watched.
    #[must_use]
    pub fn unlimited() -> Self {
        let most = Duration::MAX;
        Self { call: most, load: most, frame: most, scripts: BTreeMap::new() }
    }
}

/// What becomes of an instance whose call-back fails. The error is reported in any case, once with a count; the other
/// scripts run on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ErrorPolicy {
    /// It rests until its script is reloaded.
    #[default]
    PauseInstance,
    /// So do all instances of its script, and its subscriptions; those that are attached later as well.
    PauseScript,
    /// It is tried again, a system as well, after 1 frame, then after 2, 4, 8, … 60; from the beginning when it has worked once.
    KeepGoing,
}

impl ErrorPolicy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::PauseInstance, Self::PauseScript, Self::KeepGoing];

    /// The name in configuration: `pause-instance`, `pause-script`, `keep-going`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PauseInstance => "pause-instance",
            Self::PauseScript => "pause-script",
            Self::KeepGoing => "keep-going",
        }
    }

    /// The policy of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

/// What becomes of instances whose call-backs fail, by script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorPolicies {
    /// Of all scripts that have none of their own.
    pub general: ErrorPolicy,
    /// Of scripts that have one, by path, with an extension or without.
    pub scripts: BTreeMap<String, ErrorPolicy>,
}

impl ErrorPolicies {
    /// That of the script at a path.
    #[must_use]
    pub fn of(&self, path: &str) -> ErrorPolicy {
        entry(&self.scripts, path).map_or(self.general, |(_, &policy)| policy)
    }
}

/// What is said of the script at a path: under the path itself, or under the path without its extension.
pub(crate) fn entry<'m, T>(scripts: &'m BTreeMap<String, T>, path: &str) -> Option<(&'m str, &'m T)> {
    let found = scripts.get_key_value(path).or_else(|| scripts.get_key_value(path.rsplit_once('.')?.0));
    found.map(|(key, value)| (key.as_str(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_found_by_path_with_and_without_extension() {
        let scripts = [("a.lua", ErrorPolicy::KeepGoing), ("b", ErrorPolicy::PauseScript)];
        let scripts = scripts.map(|(path, policy)| (path.to_owned(), policy)).into();
        let policies = ErrorPolicies { general: ErrorPolicy::PauseInstance, scripts };
        assert_eq!(policies.of("a.lua"), ErrorPolicy::KeepGoing);
        assert_eq!(policies.of("a.py"), ErrorPolicy::PauseInstance);
        assert_eq!(policies.of("b.py"), ErrorPolicy::PauseScript);
        for policy in ErrorPolicy::ALL {
            assert_eq!(ErrorPolicy::from_name(policy.name()), Some(policy));
        }
        assert_eq!(ErrorPolicy::from_name("pause"), None);
    }
}
