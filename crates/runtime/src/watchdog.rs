//! The watchdog: one thread that ends calls into scripts which take too long.
//!
//! A call costs almost nothing while it keeps to its time: who calls writes one word when the call begins and when it
//! ends, and looks at one byte each time. The clock is read by the thread alone. It wakes every few milliseconds and looks
//! at the word; when that has stayed the same for longer than the call may take, the thread marks the call as spent and
//! interrupts the languages, again and again until the word changes. When no script has run for a while, the thread goes
//! to sleep for good, and the next call wakes it.
//!
//! What the two sides write and read without a lock:
//!
//! - The word is written before the byte is read, and the thread sets a bit of the byte before it reads the word once
//!   more. No processor promises that each side sees what the other did; but what one has written shows to the other within
//!   microseconds, and the thread lets more time than that pass in between. So a call that ends while the thread is at work
//!   waits for it, and no interruption that is meant for one call reaches the next.
//! - The thread counts at most [`LONGEST_STEP`] for the time between two looks. A machine that sleeps, a process that is
//!   stopped or a debugger that holds it does not use up a script's time.
//!
//! Where there are no threads there is no watchdog, and time budgets of calls are not kept.

use std::cell::Cell;
use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering, compiler_fence};
use std::time::{Duration, Instant};

use glotta_core::Interrupt;
use parking_lot::{Condvar, Mutex, MutexGuard};

/// How long the thread sleeps between two looks at most: as late it can be to see a call, and so to end it.
const TICK: Duration = Duration::from_millis(3);

/// The most time that counts as having passed between two looks.
const LONGEST_STEP: Duration = Duration::from_millis(25);

/// How long what one processor has written takes to show to another, with much to spare.
const SETTLE: Duration = Duration::from_micros(200);

/// After how many looks at which no script ran the thread goes to sleep for good.
const MOST_IDLE: u32 = 300;

// The bits of the word, beside the number of the call in its upper half.
const RUNNING: u64 = 1;
const LOADING: u64 = 2;
const SCRIPT_SHIFT: u32 = 2;
const SCRIPT_BITS: u64 = (1 << 30) - 1;

// The bits of the byte that calls look at.
/// The thread sleeps, or was never started.
const ASLEEP: u8 = 1;
/// The thread is interrupting.
const AT_WORK: u8 = 2;
/// The call that runs has used up its time.
const SPENT: u8 = 4;

/// How long calls may take; [`Duration::MAX`] is as long as they like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Of a function.
    pub(crate) call: Duration,
    /// Of the body of a script.
    pub(crate) load: Duration,
}

impl Limits {
    const NONE: Self = Self { call: Duration::MAX, load: Duration::MAX };
}

/// Which call begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Job {
    /// The number of its script, if it is known.
    pub(crate) script: Option<u32>,
    /// Whether it is the body of the script.
    pub(crate) loads: bool,
}

impl Job {
    #[inline]
    fn bits(self) -> u64 {
        let script = self.script.map_or(SCRIPT_BITS, |script| u64::from(script).min(SCRIPT_BITS));
        script << SCRIPT_SHIFT | if self.loads { LOADING } else { 0 }
    }
}

/// What holds up the time of scripts from any thread: for a debugger, which stops a script for as long as someone looks at
/// it. Clones are of the same runtime.
#[derive(Clone)]
pub struct Watchdog(Arc<Shared>);

impl std::fmt::Debug for Watchdog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watchdog").field("paused", &self.0.state.lock().paused).finish()
    }
}

impl Watchdog {
    /// From here on no time passes for scripts, until [`resume`](Self::resume) was called as often as this. The call that
    /// runs then has all its time again.
    pub fn pause(&self) {
        self.0.state.lock().paused += 1;
    }

    /// Undoes one [`pause`](Self::pause).
    pub fn resume(&self) {
        let mut state = self.0.state.lock();
        state.paused = state.paused.saturating_sub(1);
    }
}

struct Shared {
    /// The call that runs, or that was the last.
    word: AtomicU64,
    attention: AtomicU8,
    state: Mutex<State>,
    wake: Condvar,
}

struct State {
    /// Of calls whose script is not known.
    general: Limits,
    /// Of each script, by its number.
    of_scripts: Vec<Limits>,
    /// Those that do not wait, then those that do.
    interrupts: Vec<Arc<dyn Interrupt>>,
    paused: u32,
    has_thread: bool,
    ended: bool,
}

impl State {
    fn budget(&self, word: u64) -> Duration {
        let script = (word >> SCRIPT_SHIFT & SCRIPT_BITS) as usize;
        let limits = self.of_scripts.get(script).copied().unwrap_or(self.general);
        if word & LOADING == 0 { limits.call } else { limits.load }
    }
}

/// The runtime's end of the watchdog: what calls go through.
pub(crate) struct Guard {
    shared: Arc<Shared>,
    /// The number of the last call.
    last: Cell<u32>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.shared.state.lock().ended = true;
        self.shared.wake.notify_all();
    }
}

impl Guard {
    pub(crate) fn new(mut interrupts: Vec<Arc<dyn Interrupt>>) -> Self {
        interrupts.sort_by_key(|interrupt| interrupt.waits());
        let state = State {
            general: Limits::NONE,
            of_scripts: Vec::new(),
            interrupts,
            paused: 0,
            has_thread: false,
            ended: false,
        };
        let shared = Shared {
            word: AtomicU64::new(0),
            attention: AtomicU8::new(ASLEEP),
            state: Mutex::new(state),
            wake: Condvar::new(),
        };
        Self { shared: Arc::new(shared), last: Cell::new(0) }
    }

    pub(crate) fn handle(&self) -> Watchdog {
        Watchdog(Arc::clone(&self.shared))
    }

    /// Sets what calls may take whose script is not known, and what those of each script may, by its number.
    pub(crate) fn set_limits(&self, general: Limits, of_scripts: Vec<Limits>) {
        let mut state = self.shared.state.lock();
        state.general = general;
        state.of_scripts = of_scripts;
    }

    /// Sets what the calls of one more script may take.
    pub(crate) fn add_limits(&self, limits: Limits) {
        self.shared.state.lock().of_scripts.push(limits);
    }

    /// A call from the host into scripts begins, and none goes on.
    #[inline]
    pub(crate) fn begin(&self, job: Job) -> Watched<'_> {
        let number = self.last.get().wrapping_add(1);
        self.last.set(number);
        let word = u64::from(number) << 32 | job.bits() | RUNNING;
        self.shared.word.store(word, Ordering::Release);
        compiler_fence(Ordering::SeqCst);
        if self.shared.attention.load(Ordering::Acquire) != 0 {
            self.wake();
        }
        Watched { shared: &self.shared, word }
    }

    /// Whether the call that runs has used up its time.
    #[inline]
    pub(crate) fn is_spent(&self) -> bool {
        self.shared.attention.load(Ordering::Relaxed) & SPENT != 0
    }

    #[cold]
    fn wake(&self) {
        let mut state = self.shared.state.lock();
        self.shared.attention.fetch_and(!ASLEEP, Ordering::AcqRel);
        if state.has_thread {
            self.shared.wake.notify_all();
        } else if !state.interrupts.is_empty() {
            // Without a thread nothing is watched, and nothing more is tried.
            state.has_thread = spawn(&self.shared);
        }
    }
}

#[cfg(not(target_family = "wasm"))]
fn spawn(shared: &Arc<Shared>) -> bool {
    let shared = Arc::clone(shared);
    std::thread::Builder::new().name("glotta-watchdog".to_owned()).spawn(move || watch(&shared)).is_ok()
}

#[cfg(target_family = "wasm")]
fn spawn(_: &Arc<Shared>) -> bool {
    false
}

/// A call that is watched, until it ends.
pub(crate) struct Watched<'g> {
    shared: &'g Shared,
    word: u64,
}

impl Watched<'_> {
    /// Ends the watch; true if the call has used up its time.
    #[inline]
    pub(crate) fn end(self) -> bool {
        mem::ManuallyDrop::new(self).over()
    }

    #[inline]
    fn over(&self) -> bool {
        self.shared.word.store(self.word & !RUNNING, Ordering::Release);
        compiler_fence(Ordering::SeqCst);
        self.shared.attention.load(Ordering::Acquire) != 0 && self.over_late()
    }

    /// Waits until the thread has done with the call.
    #[cold]
    fn over_late(&self) -> bool {
        let _state = self.shared.state.lock();
        self.shared.attention.fetch_and(!SPENT, Ordering::AcqRel) & SPENT != 0
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.over();
    }
}

/// What the thread does.
#[cfg_attr(target_family = "wasm", allow(dead_code, reason = "there are no threads"))]
fn watch(shared: &Arc<Shared>) {
    let mut seen = shared.word.load(Ordering::Acquire);
    let mut elapsed = Duration::ZERO;
    let mut idle = 0;
    let mut last = Instant::now();
    let mut state = shared.state.lock();
    while !state.ended {
        if idle >= MOST_IDLE {
            sleep_for_good(shared, &mut state, seen);
            idle = 0;
            last = Instant::now();
            continue;
        }
        let left = if seen & RUNNING == 0 { TICK } else { state.budget(seen).saturating_sub(elapsed) };
        // When it is over, it is told again and again.
        shared.wake.wait_for(&mut state, if left.is_zero() { TICK } else { left.min(TICK) });
        let now = Instant::now();
        let step = now.duration_since(mem::replace(&mut last, now)).min(LONGEST_STEP);
        let word = shared.word.load(Ordering::Acquire);
        if word != seen {
            (seen, elapsed, idle) = (word, Duration::ZERO, 0);
        } else if word & RUNNING == 0 {
            idle += 1;
        } else if state.paused > 0 {
            elapsed = Duration::ZERO;
        } else {
            elapsed += step;
            if elapsed >= state.budget(word) {
                state = interrupt(shared, state, word);
            }
        }
    }
}

/// Sleeps until a call begins.
fn sleep_for_good(shared: &Shared, state: &mut MutexGuard<'_, State>, seen: u64) {
    shared.attention.fetch_or(ASLEEP, Ordering::AcqRel);
    // A call that began without seeing that it has to wake us shows by now.
    shared.wake.wait_for(state, TICK);
    if shared.word.load(Ordering::Acquire) != seen {
        shared.attention.fetch_and(!ASLEEP, Ordering::AcqRel);
    }
    while !state.ended && shared.attention.load(Ordering::Acquire) & ASLEEP != 0 {
        shared.wake.wait(state);
    }
}

/// Interrupts the call of that word, unless it has just ended. Gives the lock back, which is let go while a language is
/// waited for.
fn interrupt<'s>(shared: &'s Shared, mut state: MutexGuard<'s, State>, word: u64) -> MutexGuard<'s, State> {
    shared.attention.fetch_or(AT_WORK, Ordering::AcqRel);
    std::thread::sleep(SETTLE);
    let is_due = || shared.word.load(Ordering::Acquire) == word;
    let due = is_due();
    if due {
        // Before the languages hear of it: a script of one that calls one of another is refused from here on.
        shared.attention.fetch_or(SPENT, Ordering::AcqRel);
        for interrupt in state.interrupts.iter().filter(|interrupt| !interrupt.waits()) {
            interrupt.interrupt();
        }
    }
    shared.attention.fetch_and(!AT_WORK, Ordering::AcqRel);
    let waiting: Vec<_> = state.interrupts.iter().filter(|interrupt| interrupt.waits()).cloned().collect();
    if due && !waiting.is_empty() {
        MutexGuard::unlocked(&mut state, || {
            for interrupt in &waiting {
                interrupt.interrupt_if(&is_due);
            }
        });
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU32;

    /// Counts how often it was asked.
    #[derive(Default)]
    struct Counter {
        asked: AtomicU32,
        waits: bool,
    }

    impl Interrupt for Counter {
        fn interrupt(&self) {
            self.asked.fetch_add(1, Ordering::SeqCst);
        }

        fn waits(&self) -> bool {
            self.waits
        }
    }

    const CALL: Job = Job { script: None, loads: false };

    fn guard(call: Duration) -> (Guard, Arc<Counter>, Arc<Counter>) {
        let quick = Arc::new(Counter::default());
        let slow = Arc::new(Counter { waits: true, ..Counter::default() });
        let guard = Guard::new(vec![Arc::clone(&slow) as _, Arc::clone(&quick) as _]);
        guard.set_limits(Limits { call, load: Duration::MAX }, Vec::new());
        (guard, quick, slow)
    }

    fn until(holds: impl Fn() -> bool) {
        while !holds() {
            std::thread::yield_now();
        }
    }

    fn asked(counter: &Counter) -> u32 {
        counter.asked.load(Ordering::SeqCst)
    }

    #[test]
    fn a_call_over_its_budget_is_interrupted_until_it_ends_and_the_next_is_not() {
        let (guard, quick, slow) = guard(Duration::from_millis(10));
        let call = guard.begin(CALL);
        until(|| asked(&quick) >= 2 && asked(&slow) >= 2);
        assert!(guard.is_spent());
        assert!(call.end());
        let before = asked(&quick);
        let call = guard.begin(CALL);
        assert!(!guard.is_spent());
        assert!(!call.end());
        assert_eq!(asked(&quick), before);
    }

    #[test]
    fn calls_are_told_apart_by_script_and_loads_from_calls() {
        let (guard, quick, _) = guard(Duration::MAX);
        guard.add_limits(Limits { call: Duration::MAX, load: Duration::from_millis(1) });
        let load = guard.begin(Job { script: Some(0), loads: true });
        until(|| asked(&quick) > 0);
        assert!(load.end());
        for job in [CALL, Job { script: Some(0), loads: false }, Job { script: Some(1), loads: true }] {
            let call = guard.begin(job);
            std::thread::sleep(Duration::from_millis(30));
            assert!(!call.end(), "{job:?}");
        }
    }

    #[test]
    fn no_time_passes_while_it_is_paused() {
        let (guard, quick, _) = guard(Duration::from_millis(1));
        let handle = guard.handle();
        handle.pause();
        handle.pause();
        handle.resume();
        let call = guard.begin(CALL);
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(asked(&quick), 0);
        handle.resume();
        until(|| asked(&quick) > 0);
        assert!(call.end());
    }

    #[test]
    fn a_watchdog_that_sleeps_for_good_is_woken_by_the_next_call() {
        let (guard, quick, _) = guard(Duration::from_millis(1));
        assert!(guard.begin(CALL).shared.attention.load(Ordering::SeqCst) & ASLEEP == 0);
        until(|| guard.shared.attention.load(Ordering::SeqCst) & ASLEEP != 0);
        let call = guard.begin(CALL);
        until(|| asked(&quick) > 0);
        assert!(call.end());
    }

    #[test]
    fn a_call_that_panics_is_watched_no_more() {
        let (guard, ..) = guard(Duration::from_millis(1));
        drop(guard.begin(CALL));
        assert_eq!(guard.shared.word.load(Ordering::SeqCst) & RUNNING, 0);
    }
}
