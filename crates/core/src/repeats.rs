//! [`Repeats`]: what is said again and again.

use std::collections::BTreeMap;
use std::fmt;

/// How many different texts are counted. One more, and all begin anew.
const MOST: usize = 1000;

/// From so many times on, a text is said with how often it was meant to be.
const MORE: u64 = 10;

/// Counts texts for the log, so that one which comes in every frame does not fill it: the first nine times are said, then
/// each time that it has come ten times as often.
#[derive(Debug, Default)]
pub struct Repeats {
    counts: BTreeMap<String, u64>,
}

impl Repeats {
    /// Counts a text; how often it has come if it is to be said, and `None` if it is not.
    #[must_use]
    pub fn note(&mut self, text: &str) -> Option<Times> {
        let counts = &mut self.counts;
        if counts.len() >= MOST && !counts.contains_key(text) {
            counts.clear();
        }
        let count = match counts.get_mut(text) {
            Some(count) => count,
            None => counts.entry(text.to_owned()).or_default(),
        };
        *count = count.saturating_add(1);
        let is_said = *count < MORE || 10_u64.checked_pow(count.ilog10()) == Some(*count);
        is_said.then_some(Times(*count))
    }

    /// Begins anew: for when a script was loaded, whose author wants to know whether it is better now.
    pub fn forget(&mut self) {
        self.counts.clear();
    }
}

/// How often a text has come. It prints as ` (100 times by now)`, or as nothing if that is not often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times(u64);

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < MORE { Ok(()) } else { write!(f, " ({} times by now)", self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(repeats: &mut Repeats, text: &str, times: usize) -> Vec<String> {
        (0..times).filter_map(|_| repeats.note(text)).map(|times| format!("{text}{times}")).collect()
    }

    #[test]
    fn what_comes_again_and_again_is_said_ever_more_rarely() {
        let mut repeats = Repeats::default();
        let lines = said(&mut repeats, "no", 1000);
        assert_eq!(lines[..9], ["no"; 9]);
        assert_eq!(lines[9..], ["no (10 times by now)", "no (100 times by now)", "no (1000 times by now)"]);
        assert_eq!(said(&mut repeats, "another", 1), ["another"]);
        assert!(said(&mut repeats, "no", 1).is_empty());
        repeats.forget();
        assert_eq!(said(&mut repeats, "no", 1), ["no"]);
    }

    #[test]
    fn texts_without_end_take_no_memory_without_end() {
        let mut repeats = Repeats::default();
        assert!((0..10 * MOST).all(|number| repeats.note(&number.to_string()) == Some(Times(1))));
        assert!(repeats.counts.len() <= MOST);
    }
}
