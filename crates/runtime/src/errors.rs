//! The errors of late, each once with a count.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use glotta_core::ScriptError;

/// One thing that went wrong, however often it did.
#[derive(Clone, Debug)]
pub struct ErrorEntry {
    /// The error as it came first.
    pub error: ScriptError,
    /// How often it came.
    pub count: u64,
    /// When it came first.
    pub first: Instant,
    /// When it came last.
    pub last: Instant,
    /// Whether its script was loaded anew since: if the error comes again, it is another one.
    is_of_old_code: bool,
}

/// The errors of late. The same error (kind, message and place) is one entry with a count, so that a script that
/// fails in every frame is told of once.
#[derive(Debug, Default)]
pub struct ErrorLog {
    entries: VecDeque<ErrorEntry>,
    /// How many entries at the front have been handed out by [`take_new`](Self::take_new).
    shown: usize,
    total: u64,
}

impl ErrorLog {
    /// How many different errors are remembered; older ones are forgotten.
    pub const CAPACITY: usize = 1000;

    /// Notes an error.
    pub(crate) fn record(&mut self, error: &ScriptError) {
        let now = Instant::now();
        self.total += 1;
        let same = |entry: &&mut ErrorEntry| {
            let known = &entry.error;
            !entry.is_of_old_code
                && known.line() == error.line()
                && known.kind() == error.kind()
                && known.message() == error.message()
                && known.source() == error.source()
        };
        if let Some(entry) = self.entries.iter_mut().rev().find(same) {
            entry.count += 1;
            entry.last = now;
            return;
        }
        if self.entries.len() == Self::CAPACITY {
            self.entries.pop_front();
            self.shown = self.shown.saturating_sub(1);
        }
        self.entries.push_back(ErrorEntry {
            error: error.clone(),
            count: 1,
            first: now,
            last: now,
            is_of_old_code: false,
        });
    }

    /// Notes that the script of that path is loaded anew: errors that it had are told again if they come again.
    pub(crate) fn renew(&mut self, path: &str) {
        for entry in self.entries.iter_mut().filter(|entry| entry.error.source() == path) {
            entry.is_of_old_code = true;
        }
    }

    /// How many errors there were, repetitions counted.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// The errors that were never handed out by this method before.
    pub(crate) fn take_new(&mut self) -> Vec<ScriptError> {
        let new = self.entries.iter().skip(self.shown).map(|entry| entry.error.clone()).collect();
        self.shown = self.entries.len();
        new
    }

    /// The entries whose last occurrence is not older than `window`, oldest first.
    pub(crate) fn recent(&self, window: Duration) -> Vec<ErrorEntry> {
        self.entries.iter().filter(|entry| entry.last.elapsed() <= window).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_error_is_one_entry_with_a_count() {
        let mut log = ErrorLog::default();
        let error = ScriptError::not_found("no such thing").at("lua", "a.lua", 3, 0);
        log.record(&error);
        log.record(&error);
        log.record(&error.clone().within("elsewhere"));
        assert_eq!(log.total(), 3);
        let recent = log.recent(Duration::from_secs(600));
        assert_eq!(recent.iter().map(|entry| entry.count).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(log.take_new().len(), 2);
        log.record(&error);
        assert!(log.take_new().is_empty());
    }

    #[test]
    fn old_errors_are_forgotten_and_new_ones_still_shown() {
        let mut log = ErrorLog::default();
        for number in 0..ErrorLog::CAPACITY {
            log.record(&ScriptError::host(number.to_string()));
        }
        assert_eq!(log.take_new().len(), ErrorLog::CAPACITY);
        log.record(&ScriptError::host("one more"));
        let new = log.take_new();
        assert_eq!(new.len(), 1);
        assert_eq!(new[0].message(), "one more");
        assert_eq!(log.recent(Duration::from_secs(600)).len(), ErrorLog::CAPACITY);
    }
}
