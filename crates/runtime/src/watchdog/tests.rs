//! The watchdog with languages that only count how often they were asked.

use std::sync::atomic::AtomicU32;

use glotta_core::ErrorKind;

use super::*;

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

const CALL: Job = Job { script: None, function: None, loads: false };

fn names() -> ScriptNames {
    ScriptNames { path: "boss.lua".into(), language: "lua", unstoppable: "string.find" }
}

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
    guard.add_script(Limits { call: Duration::MAX, load: Duration::from_millis(1) }, names());
    let load = guard.begin(Job { script: Some(0), loads: true, ..CALL });
    until(|| asked(&quick) > 0);
    assert!(load.end());
    for job in [CALL, Job { script: Some(0), ..CALL }, Job { script: Some(1), loads: true, ..CALL }] {
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
fn where_no_call_has_a_budget_nothing_is_watched_until_one_has() {
    let (guard, quick, _) = guard(Duration::MAX);
    assert!(!guard.begin(CALL).end());
    assert_eq!(guard.shared.word.load(Ordering::SeqCst), UNWATCHED);
    assert!(!guard.shared.state.lock().has_thread);
    guard.set_limits(Limits { call: Duration::from_millis(1), load: Duration::MAX }, Vec::new());
    let call = guard.begin(CALL);
    until(|| asked(&quick) > 0);
    guard.set_limits(Limits::NONE, Vec::new());
    assert!(call.end());
    until(|| guard.shared.attention.load(Ordering::SeqCst) & ASLEEP != 0);
    guard.add_script(Limits { call: Duration::from_millis(1), load: Duration::MAX }, names());
    let call = guard.begin(Job { script: Some(0), ..CALL });
    let before = asked(&quick);
    until(|| asked(&quick) > before);
    assert!(call.end());
}

#[test]
fn a_call_that_panics_is_watched_no_more() {
    let (guard, ..) = guard(Duration::from_millis(1));
    drop(guard.begin(CALL));
    assert_eq!(guard.shared.word.load(Ordering::SeqCst) & RUNNING, 0);
}

#[test]
fn a_call_that_does_not_end_is_told_of_and_its_end_says_how_late_it_was() {
    let (guard, ..) = guard(Duration::MAX);
    let told = Arc::new(Mutex::new(Vec::new()));
    let report = Arc::clone(&told);
    guard.set_report(Arc::new(move |error| report.lock().push(error.clone())));
    guard.add_script(Limits { call: Duration::from_millis(1), load: Duration::from_millis(1) }, names());
    guard.note_function(0, "on_start", FunctionId(1));
    guard.note_function(0, "update", FunctionId(7));
    let call = guard.begin(Job { script: Some(0), function: Some(FunctionId(7)), loads: false });
    until(|| !told.lock().is_empty());
    assert!(call.end());
    assert!(guard.overstay().is_some_and(|over| over >= OVERDUE_AFTER));
    let told = told.lock();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        (told[0].kind(), told[0].source(), told[0].language()),
        (ErrorKind::Timeout, "boss.lua", "lua")
    );
    assert_eq!(
        told[0].message(),
        "the script was told to stop 1 s ago, and its function \"update\" still runs: it, or what it calls, is in a \
         function that cannot be stopped, of the game or of a library, such as string.find. The game waits for it: take \
         that call out of the script, or give it less to do"
    );
    let call = guard.begin(Job { script: Some(0), ..CALL });
    until(|| guard.is_spent());
    assert!(call.end());
    assert_eq!(guard.overstay(), None, "it ended when it was told to");
}

#[test]
fn calls_are_watched_on_after_a_report_that_panics() {
    let (guard, quick, _) = guard(Duration::from_millis(1));
    let reported = Arc::new(AtomicU32::new(0));
    let report = Arc::clone(&reported);
    guard.set_report(Arc::new(move |_| {
        report.fetch_add(1, Ordering::SeqCst);
        panic!("the game's log is broken");
    }));
    let call = guard.begin(CALL);
    until(|| reported.load(Ordering::SeqCst) > 0);
    assert!(call.end());
    let before = asked(&quick);
    let call = guard.begin(CALL);
    until(|| asked(&quick) > before);
    assert!(call.end());
}
