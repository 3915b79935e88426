//! Telling of calls that go on although they were told to stop.
//!
//! Such a call is in a function that cannot be stopped, and the game stands still: nothing that is logged in a frame would
//! be seen. So it is told from the thread of the watchdog, once after [`OVERDUE_AFTER`] and then each time that ten times as
//! long has passed.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use glotta_core::{ErrorKind, FunctionId, ScriptError, quote};
use parking_lot::MutexGuard;

use super::{LOADING, NO_FUNCTION, SCRIPT_BITS, SCRIPT_SHIFT, Shared, State, UNWATCHED};

/// For how long a call may go on after it was told to stop before that is reported: long enough for a script on a busy
/// machine to come to its next statement, and so short that whoever waits for the game has not given it up. It is reported
/// again after ten times as long, a hundred times, and so on.
pub const OVERDUE_AFTER: Duration = Duration::from_secs(1);

/// How many times as long has to pass until a call is reported again.
const MORE: u32 = 10;

/// How a script is called, and what of its language cannot be stopped.
#[derive(Debug)]
pub(crate) struct ScriptNames {
    pub(crate) path: Arc<str>,
    pub(crate) language: &'static str,
    /// As [`glotta_core::Interrupt::unstoppable`].
    pub(crate) unstoppable: &'static str,
}

/// How scripts are called, by their numbers, with the functions that were found of each by name.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<(ScriptNames, BTreeMap<Box<str>, FunctionId>)>);

impl Names {
    pub(super) fn add_script(&mut self, names: ScriptNames) {
        self.0.push((names, BTreeMap::new()));
    }

    /// Where new code took the place of old code, its function takes the place of the old one.
    pub(super) fn note_function(&mut self, script: u32, name: &str, function: FunctionId) {
        let Some((_, functions)) = self.0.get_mut(script as usize) else { return };
        match functions.get_mut(name) {
            Some(known) => *known = function,
            None => {
                functions.insert(name.into(), function);
            }
        }
    }

    /// What to say of a call that goes on for so long.
    fn overdue(&self, word: u64, function: u64, over: Duration) -> ScriptError {
        let script = self.0.get((word >> SCRIPT_SHIFT & SCRIPT_BITS) as usize);
        let name = || {
            let mut functions = script?.1.iter();
            functions.find(|(_, known)| function != NO_FUNCTION && known.0 == function).map(|(name, _)| name)
        };
        let what = match name() {
            _ if word & LOADING != 0 => "its body".to_owned(),
            Some(name) => format!("its function {}", quote(name)),
            None => "a function that it handed out".to_owned(),
        };
        let such_as =
            script.map_or_else(String::new, |(names, _)| format!(", such as {}", names.unstoppable));
        let error = ScriptError::new(
            ErrorKind::Timeout,
            format!(
                "the script was told to stop {} s ago, and {what} still runs: it, or what it calls, is in a function that \
                 cannot be stopped, of the game or of a library{such_as}. The game waits for it: take that call out of the \
                 script, or give it less to do",
                over.as_secs()
            ),
        );
        match script {
            Some((names, _)) => error.at(names.language, &names.path, 0, 0),
            None => error,
        }
    }
}

/// For how long a call goes on after it was told to stop.
#[derive(Debug)]
pub(super) struct Overstay {
    word: u64,
    over: Duration,
    /// When it is reported next.
    next: Duration,
}

impl Default for Overstay {
    fn default() -> Self {
        Self { word: UNWATCHED, over: Duration::ZERO, next: OVERDUE_AFTER }
    }
}

impl Overstay {
    /// Notes that the call of a word went on for another while; true if that is to be reported.
    fn add(&mut self, word: u64, step: Duration) -> bool {
        if self.word != word {
            *self = Self { word, ..Self::default() };
            return false;
        }
        self.over += step;
        let due = self.over >= self.next;
        if due {
            self.next = self.next.saturating_mul(MORE);
        }
        due
    }

    /// For how long it went on, if that was reported.
    pub(super) fn reported(&self) -> Option<Duration> {
        (self.next > OVERDUE_AFTER).then_some(self.over)
    }
}

/// Notes that the call of a word, which was told to stop, went on for another while, and reports it when that is due.
pub(super) fn tell(shared: &Shared, state: &mut MutexGuard<'_, State>, word: u64, step: Duration) {
    if !state.overstay.add(word, step) || !shared.runs(word) {
        return;
    }
    let Some(report) = state.report.clone() else { return };
    let error = state.names.overdue(word, shared.function.load(Ordering::Relaxed), state.overstay.over);
    // Whoever takes it may take its time, and the call may end meanwhile.
    MutexGuard::unlocked(state, || {
        // Were the thread to end with it, no call would be watched any more. The panic has told of itself.
        let _ = catch_unwind(AssertUnwindSafe(|| report(&error)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_call_that_goes_on_is_reported_ever_less_often() {
        let mut overstay = Overstay::default();
        let reports: Vec<u32> = (0..=1000).filter(|_| overstay.add(1, SECOND)).collect();
        assert_eq!(reports, [1, 10, 100, 1000]);
        assert_eq!(overstay.reported(), Some(1000 * SECOND));
        assert!(!overstay.add(2, SECOND));
        assert_eq!(overstay.reported(), None, "another call");
    }

    #[test]
    fn what_runs_is_named_as_far_as_it_is_known() {
        let mut names = Names::default();
        let script = ScriptNames { path: "a.py".into(), language: "python", unstoppable: "sum" };
        names.add_script(script);
        names.note_function(0, "update", FunctionId(3));
        names.note_function(0, "update", FunctionId(4));
        names.note_function(9, "update", FunctionId(4));
        let told = |word, function| {
            let error = names.overdue(word, function, 10 * SECOND);
            let (_, what) = error.message().split_once("10 s ago, and ").expect("so long");
            what.split(" still runs").next().unwrap_or_default().to_owned()
        };
        assert_eq!(told(0, 4), "its function \"update\"");
        assert_eq!(told(0, 3), "a function that it handed out", "of old code");
        assert_eq!(told(0, NO_FUNCTION), "a function that it handed out");
        assert_eq!(told(LOADING, 4), "its body");
        let unknown = names.overdue(SCRIPT_BITS << SCRIPT_SHIFT, NO_FUNCTION, SECOND);
        assert!(
            unknown.source().is_empty() && unknown.message().contains("a library. The game"),
            "{unknown}"
        );
    }
}
