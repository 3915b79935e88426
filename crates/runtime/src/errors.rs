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
    /// How often it had come when it was handed out; 0 if it never was.
    told: u64,
}

impl ErrorEntry {
    /// Whether it is time to tell of it: at first, and then when it has come ten times as often.
    fn is_due(&self) -> bool {
        self.told == 0 || self.count / MORE >= self.told
    }
}

/// How many times as often an error has to come to be told of again.
const MORE: u64 = 10;

/// The errors of late. The same error (kind, message and place) is one entry with a count, so that a script that
/// fails in every frame is told of once.
#[derive(Debug, Default)]
pub struct ErrorLog {
    entries: VecDeque<ErrorEntry>,
    /// Whether an error came since the last were handed out by [`take_new`](Self::take_new).
    changed: bool,
    total: u64,
    /// How many bytes the entries take.
    size: usize,
}

/// About how many bytes an error takes.
fn size_of_error(error: &ScriptError) -> usize {
    const EACH: usize = 100;
    let frames = error.frames().iter().map(|frame| EACH + frame.source.len() + frame.function.len());
    EACH + error.message().len() + error.source().len() + frames.sum::<usize>()
}

/// The error as it is kept: a script can make a message of any length.
fn shortened(error: &ScriptError) -> ScriptError {
    let message = error.message();
    if message.len() <= ErrorLog::LONGEST_MESSAGE {
        return error.clone();
    }
    let kept = &message[..message.floor_char_boundary(ErrorLog::LONGEST_MESSAGE)];
    error.clone().with_message(format!("{kept}…"))
}

impl ErrorLog {
    /// How many different errors are remembered; older ones are forgotten.
    pub const CAPACITY: usize = 1000;

    /// How many bytes of a message are remembered.
    pub const LONGEST_MESSAGE: usize = 64 << 10;

    /// How many bytes all of them may take; older ones are forgotten before.
    const MOST_BYTES: usize = 8 << 20;

    /// Notes an error.
    pub(crate) fn record(&mut self, error: &ScriptError) {
        let error = &shortened(error);
        let now = Instant::now();
        self.total += 1;
        self.changed = true;
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
        self.size += size_of_error(error);
        while self.entries.len() == Self::CAPACITY || self.size > Self::MOST_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.size -= size_of_error(&oldest.error);
        }
        self.entries.push_back(ErrorEntry {
            error: error.clone(),
            count: 1,
            first: now,
            last: now,
            is_of_old_code: false,
            told: 0,
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

    /// The errors that were never handed out by this method before, and those that have come ten times as often since.
    /// What has come ten times or more says how often.
    pub(crate) fn take_new(&mut self) -> Vec<ScriptError> {
        if !std::mem::take(&mut self.changed) {
            return Vec::new();
        }
        let due = self.entries.iter_mut().filter(|entry| entry.is_due());
        due.map(|entry| {
            entry.told = entry.count;
            let error = entry.error.clone();
            if entry.count < MORE {
                return error;
            }
            let message = format!("{} ({} times by now)", error.message(), entry.count);
            error.with_message(message)
        })
        .collect()
    }

    /// How many are remembered.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
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
    fn an_error_that_keeps_coming_is_told_of_again_with_its_count_ever_less_often() {
        let mut log = ErrorLog::default();
        let mut told = Vec::new();
        for _ in 0..1000 {
            log.record(&ScriptError::host("no"));
            told.extend(log.take_new().iter().map(|error| error.message().to_owned()));
        }
        assert_eq!(told, ["no", "no (10 times by now)", "no (100 times by now)", "no (1000 times by now)"]);
    }

    #[test]
    fn long_errors_are_cut_and_many_of_them_forgotten() {
        let mut log = ErrorLog::default();
        for number in 0..200 {
            log.record(&ScriptError::host(format!("{number}{}", "é".repeat(1 << 16))));
        }
        let recent = log.recent(Duration::from_secs(600));
        assert!(recent.len() < 150 && recent.len() > 100, "{}", recent.len());
        let kept: usize = recent.iter().map(|entry| size_of_error(&entry.error)).sum();
        assert_eq!(kept, log.size);
        let message = recent[recent.len() - 1].error.message();
        assert!(message.starts_with("199é") && message.ends_with('…'), "the newest is kept");
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
