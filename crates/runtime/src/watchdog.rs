//! The watchdog: a thread that ends calls into scripts which take too long.
//!
//! A call costs almost nothing while it keeps to its time: who calls writes one word when the call begins and when it
//! ends, and looks at one byte each time. The clock is read by the thread alone. It wakes every few milliseconds and looks
//! at the word; when that has stayed the same for longer than the call may take, the thread marks the call as spent and
//! interrupts the languages, again and again until the word changes. When no script has run for a while, the thread goes
//! to sleep for good, and the next call wakes it. Where no call has a budget, nothing is watched: calls write nothing, and
//! the thread sleeps.
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
//! A language whose interruption has to wait for the script to let something go is asked by a thread of its own, made when
//! it is first needed. So the watchdog itself waits for nobody, and tells of a call that does not end although it was told
//! to: it is in a function that cannot be stopped, and whoever sits before the game should know in which script.
//!
//! Where there are no threads there is no watchdog, and time budgets of calls are not kept.

use std::cell::Cell;
use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering, compiler_fence};
use std::time::{Duration, Instant};

use glotta_core::{FunctionId, Interrupt, ScriptError};
use parking_lot::{Condvar, Mutex, MutexGuard};

use reports::{Names, Overstay};
use waiting::Waiting;

mod reports;
mod waiting;

pub use reports::OVERDUE_AFTER;
pub(crate) use reports::ScriptNames;

/// How long the thread sleeps between two looks at most: as late it can be to see a call, and so to end it.
const TICK: Duration = Duration::from_millis(3);

/// The most time that counts as having passed between two looks.
const LONGEST_STEP: Duration = Duration::from_millis(25);

/// How long what one processor has written takes to show to another, with much to spare.
const SETTLE: Duration = Duration::from_micros(200);

/// After how many looks at which no script ran the thread goes to sleep for good.
const MOST_IDLE: u32 = 300;

// The bits of the word, beside the number of the call in its upper half.
/// No call's word.
const UNWATCHED: u64 = 0;
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

    fn are_some(self) -> bool {
        self != Self::NONE
    }
}

/// Which call begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Job {
    /// The number of its script, if it is known.
    pub(crate) script: Option<u32>,
    /// The function that is called, if it was found by name.
    pub(crate) function: Option<FunctionId>,
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
    /// The function that the call is of, or [`NO_FUNCTION`]: for what is told of it, so that nothing rests on its being of
    /// the same call as the word.
    function: AtomicU64,
    attention: AtomicU8,
    state: Mutex<State>,
    wake: Condvar,
    waiting: Waiting,
}

impl Shared {
    /// Whether the call of that word goes on.
    fn runs(&self, word: u64) -> bool {
        self.word.load(Ordering::Acquire) == word
    }
}

/// No function that was found by name.
const NO_FUNCTION: u64 = u64::MAX;

/// Takes what is to be told at once, on the thread of the watchdog.
pub(crate) type Report = dyn Fn(&ScriptError) + Send + Sync;

struct State {
    /// Of calls whose script is not known.
    general: Limits,
    /// Of each script, by its number.
    of_scripts: Vec<Limits>,
    names: Names,
    /// The call that was told to stop last, or is.
    overstay: Overstay,
    /// Takes what is to be told of calls that do not end.
    report: Option<Arc<Report>>,
    /// Those that do not wait.
    interrupts: Vec<Arc<dyn Interrupt>>,
    paused: u32,
    /// Whether any call has a budget.
    watches: bool,
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
    /// Whether any call has a budget.
    watches: Cell<bool>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.shared.state.lock().ended = true;
        self.shared.wake.notify_all();
        self.shared.waiting.end();
    }
}

impl Guard {
    pub(crate) fn new(interrupts: Vec<Arc<dyn Interrupt>>) -> Self {
        let (waiting, interrupts) = interrupts.into_iter().partition(|interrupt| interrupt.waits());
        let state = State {
            general: Limits::NONE,
            of_scripts: Vec::new(),
            names: Names::default(),
            overstay: Overstay::default(),
            report: None,
            interrupts,
            paused: 0,
            watches: false,
            has_thread: false,
            ended: false,
        };
        let shared = Shared {
            word: AtomicU64::new(UNWATCHED),
            function: AtomicU64::new(NO_FUNCTION),
            attention: AtomicU8::new(ASLEEP),
            state: Mutex::new(state),
            wake: Condvar::new(),
            waiting: Waiting::new(waiting),
        };
        Self { shared: Arc::new(shared), last: Cell::new(0), watches: Cell::new(false) }
    }

    pub(crate) fn handle(&self) -> Watchdog {
        Watchdog(Arc::clone(&self.shared))
    }

    /// Sets what calls may take whose script is not known, and what those of each script may, by its number.
    pub(crate) fn set_limits(&self, general: Limits, of_scripts: Vec<Limits>) {
        let watches = general.are_some() || of_scripts.iter().any(|limits| limits.are_some());
        let mut state = self.shared.state.lock();
        state.general = general;
        state.of_scripts = of_scripts;
        state.watches = watches;
        self.watches.set(watches);
        self.shared.wake.notify_all();
    }

    /// Sets what the calls of one more script may take, and how it is called.
    pub(crate) fn add_script(&self, limits: Limits, names: ScriptNames) {
        let mut state = self.shared.state.lock();
        state.of_scripts.push(limits);
        state.names.add_script(names);
        state.watches |= limits.are_some();
        self.watches.set(state.watches);
    }

    /// Notes which function of a script was found under a name.
    pub(crate) fn note_function(&self, script: u32, name: &str, function: FunctionId) {
        self.shared.state.lock().names.note_function(script, name, function);
    }

    /// Sets who takes what is to be told at once of calls that do not end.
    pub(crate) fn set_report(&self, report: Arc<Report>) {
        self.shared.state.lock().report = Some(report);
    }

    /// For how long the last call that used up its time went on after it was told to stop, if that was reported.
    pub(crate) fn overstay(&self) -> Option<Duration> {
        self.shared.state.lock().overstay.reported()
    }

    /// A call from the host into scripts begins, and none goes on.
    #[inline]
    pub(crate) fn begin(&self, job: Job) -> Watched<'_> {
        if !self.watches.get() {
            return Watched { shared: &self.shared, word: UNWATCHED };
        }
        let number = self.last.get().wrapping_add(1);
        self.last.set(number);
        let word = u64::from(number) << 32 | job.bits() | RUNNING;
        let function = job.function.map_or(NO_FUNCTION, |function| function.0);
        self.shared.function.store(function, Ordering::Relaxed);
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
        } else if !state.interrupts.is_empty() || !self.shared.waiting.is_empty() {
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
        if self.word == UNWATCHED {
            return false;
        }
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
        if idle >= MOST_IDLE || !state.watches && seen & RUNNING == 0 {
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
                interrupt(shared, &state, word);
                reports::tell(shared, &mut state, word, step);
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

/// Interrupts the call of that word, unless it has just ended.
fn interrupt(shared: &Arc<Shared>, state: &State, word: u64) {
    shared.attention.fetch_or(AT_WORK, Ordering::AcqRel);
    std::thread::sleep(SETTLE);
    let due = shared.runs(word);
    if due {
        // Before the languages hear of it: a script of one that calls one of another is refused from here on.
        shared.attention.fetch_or(SPENT, Ordering::AcqRel);
        state.interrupts.iter().for_each(|interrupt| interrupt.interrupt());
    }
    shared.attention.fetch_and(!AT_WORK, Ordering::AcqRel);
    if due {
        waiting::ask(shared, word);
    }
}

#[cfg(test)]
mod tests;
