//! What scripts say while the engine cannot be reached: in a thread of their own, in a finaliser that runs in the
//! middle of a function of the engine. It is kept, and put out as soon as the engine can be reached again.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use glotta_core::Host;

use crate::bind;
use crate::buffer::Reached;
use crate::vm::{self, Vm};

/// How many lines are kept. A thread that prints on and on, while no script runs, must not fill the memory.
const MOST: usize = 10_000;

#[derive(Debug)]
struct Kept {
    /// Each with its owner.
    lines: VecDeque<(usize, String)>,
    /// How many more there were.
    lost: usize,
}

static KEPT: Mutex<Kept> = Mutex::new(Kept { lines: VecDeque::new(), lost: 0 });
/// Whether there is anything in `KEPT`.
static ANY: AtomicBool = AtomicBool::new(false);

impl Kept {
    fn push(&mut self, owner: usize, text: &str) {
        if self.lines.len() < MOST {
            self.lines.push_back((owner, text.to_owned()));
        } else {
            self.lost += 1;
        }
    }

    /// Takes out what is for this owner or for anyone, and how many lines were lost.
    fn take(&mut self, owner: usize) -> (Vec<String>, usize) {
        let mut taken = Vec::new();
        self.lines.retain_mut(|(of, line)| {
            let is_for_us = *of == owner || *of == 0;
            if is_for_us {
                taken.push(std::mem::take(line));
            }
            !is_for_us
        });
        (taken, std::mem::take(&mut self.lost))
    }

    fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.lost == 0
    }
}

/// The number of a language as the owner of lines: not 0, and never that of another one.
pub(crate) fn owner(vm: &Vm) -> usize {
    // Accounts are never freed.
    std::ptr::from_ref(vm.account) as usize
}

/// Printing reaches no component.
fn nothing() -> Reached {
    Reached::Nothing
}

/// Prints a line of a script to the engine of its owner; 0 stands for whoever comes next.
pub(crate) fn print(text: &str, owner: usize) {
    let printed = bind::guard(|| {
        vm::with_host_at(nothing, |vm, host| {
            let is_ours = owner == 0 || owner == self::owner(vm);
            if is_ours {
                put_out_to(self::owner(vm), host);
                host.print(text);
            }
            Ok(is_ours)
        })
    });
    if printed != Ok(true) {
        let owner = if owner == 0 { vm::current().map_or(0, self::owner) } else { owner };
        KEPT.lock().unwrap_or_else(PoisonError::into_inner).push(owner, text);
        ANY.store(true, Ordering::Relaxed);
    }
}

/// Puts out what was kept for the language that runs.
#[inline]
pub(crate) fn put_out() {
    if ANY.load(Ordering::Relaxed) {
        // Where the engine cannot be reached, it is kept on.
        let _ = bind::guard(|| {
            vm::with_host_at(nothing, |vm, host| {
                put_out_to(owner(vm), host);
                Ok(())
            })
        });
    }
}

fn put_out_to(owner: usize, host: &mut dyn Host) {
    if !ANY.load(Ordering::Relaxed) {
        return;
    }
    let (lines, lost) = {
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = kept.take(owner);
        ANY.store(!kept.is_empty(), Ordering::Relaxed);
        taken
    };
    for line in lines {
        host.print(&line);
    }
    if lost > 0 {
        host.print(&format!("… and {lost} more lines, printed while no script ran"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_kept_for_their_owners_in_order() {
        let mut kept = Kept { lines: VecDeque::new(), lost: 0 };
        for (owner, text) in [(1, "a"), (2, "b"), (0, "c"), (1, "d")] {
            kept.push(owner, text);
        }
        assert_eq!(kept.take(1), (vec!["a".to_owned(), "c".to_owned(), "d".to_owned()], 0));
        assert!(!kept.is_empty(), "that of the other is there");
        assert_eq!(kept.take(2), (vec!["b".to_owned()], 0));
        assert!(kept.is_empty());
    }

    #[test]
    fn lines_past_the_most_are_counted() {
        let mut kept = Kept { lines: VecDeque::new(), lost: 0 };
        for number in 0..MOST + 3 {
            kept.push(0, &number.to_string());
        }
        let (lines, lost) = kept.take(7);
        assert_eq!((lines.len(), lost), (MOST, 3));
        assert!(kept.is_empty(), "it is told once");
    }
}
