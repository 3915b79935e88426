use super::*;
use crate::systems::SystemPhase;
use crate::{Budgets, ErrorPolicies, MemoryReader, Runtime};
use glotta_core::null::{NullHost, NullLanguage, Record, Request};
use glotta_core::{Api, ReleaseQueue};

fn runtime() -> (Runtime, Record) {
    let language = NullLanguage::new();
    let record = language.record();
    let reader = MemoryReader::new([("a.null", "update"), ("b.null", "update"), ("bad.null", "error")]);
    (Runtime::new(Api::new(), vec![Box::new(language)], reader).expect("starts"), record)
}

fn callback(slot: u64) -> Callback {
    Callback::new("null", slot, Arc::default())
}

fn at(phase: SystemPhase, priority: i32) -> SystemOptions {
    SystemOptions::from(phase).with_priority(priority)
}

/// The callbacks that were called: slot and argument.
fn calls(record: &Record) -> Vec<(u64, f64)> {
    let calls = record.take().into_iter().filter_map(|request| match request {
        Request::CallBack(slot, arguments) => Some((slot, arguments[0].as_float().expect("dt"))),
        _ => None,
    });
    calls.collect()
}

/// Runs a frame with host systems that do nothing, and gives their numbers.
fn frame(session: &Session<'_>, dt: f64) -> Vec<u32> {
    let mut ran = Vec::new();
    session.run_systems(&mut NullHost::new(()), dt, |_, number, _| {
        ran.push(number);
        Ok(true)
    });
    ran
}

fn names(session: &Session<'_>) -> Vec<String> {
    session.systems().iter().map(|system| system.name.to_string()).collect()
}

#[test]
fn systems_of_scripts_and_host_run_by_phase_then_priority_then_name() {
    let (runtime, _) = runtime();
    let session = runtime.enter();
    let a = session.load(&mut NullHost::new(()), "a.null").expect("loads");
    use SystemPhase::{PostUpdate, PreUpdate, Update};
    let systems =
        [("z", Update, 0), ("late", PostUpdate, 9), ("y", Update, 0), ("last", Update, -1), ("x", Update, 7)];
    for (name, phase, priority) in systems {
        session.register_system(a, name, callback(1), at(phase, priority)).expect("registers");
    }
    session.register_host_system("early", 0, at(PreUpdate, i32::MIN)).expect("registers");
    session.register_host_system("yy", 1, at(Update, 0)).expect("registers");
    assert_eq!(names(&session), ["early", "x", "y", "yy", "z", "last", "late"]);
    assert_eq!(frame(&session, 0.25), [0, 1]);
    session.set_system_priority("last", i32::MAX).expect("known");
    assert_eq!(names(&session), ["early", "last", "x", "y", "yy", "z", "late"]);
}

#[test]
fn each_system_runs_at_its_rate_and_gets_the_time_since_its_own_last_run() {
    let (runtime, record) = runtime();
    let session = runtime.enter();
    let a = session.load(&mut NullHost::new(()), "a.null").expect("loads");
    session.register_system(a, "all", callback(1), SystemOptions::default()).expect("registers");
    session
        .register_system(a, "some", callback(2), SystemOptions::default().with_rate(2.0))
        .expect("registers");
    let _ = record.take();
    for _ in 0..4 {
        frame(&session, 0.25);
    }
    assert_eq!(calls(&record), [(1, 0.25), (1, 0.25), (2, 0.5), (1, 0.25), (1, 0.25), (2, 0.5)]);
    // While it is off, its time stands still.
    session.enable_system("some", false).expect("known");
    frame(&session, 0.25);
    frame(&session, 0.25);
    session.enable_system("some", true).expect("known");
    frame(&session, 0.25);
    frame(&session, 0.25);
    assert_eq!(calls(&record).iter().filter(|(slot, _)| *slot == 2).collect::<Vec<_>>(), [&(2, 0.5)]);
    assert_eq!(session.system("some").expect("known").statistics.runs, 3);
}

#[test]
fn what_systems_do_to_the_order_counts_from_the_next_frame_and_an_end_at_once() {
    let (runtime, _) = runtime();
    let session = runtime.enter();
    let a = session.load(&mut NullHost::new(()), "a.null").expect("loads");
    for (number, name) in (0..).zip(["a", "b", "c", "d"]) {
        session.register_host_system(name, number, SystemOptions::default()).expect("registers");
    }
    session.register_system(a, "own", callback(1), SystemOptions::default()).expect("registers");
    let mut ran = Vec::new();
    session.run_systems(&mut NullHost::new(()), 0.0, |_, number, _| {
        ran.push(number);
        if number == 0 {
            session.register_host_system("after a", 9, at(SystemPhase::PostUpdate, 0))?;
            session.set_system_priority("d", 5)?;
            session.enable_system("c", false)?;
            session.unregister_system("own")?;
        }
        Ok(true)
    });
    assert_eq!(ran, [0, 1, 3]);
    assert_eq!(frame(&session, 0.0), [3, 0, 1, 9]);
    assert!(!session.has_system("own"));
}

#[test]
fn a_system_that_fails_rests_until_it_is_enabled_and_the_others_run_on() {
    let (runtime, _) = runtime();
    let session = runtime.enter();
    let a = session.load(&mut NullHost::new(()), "a.null").expect("loads");
    let foreign = Callback::new("none", 1, Arc::default());
    session.register_system(a, "bad", foreign, SystemOptions::default()).expect("registers");
    session.register_host_system("good", 7, SystemOptions::default()).expect("registers");
    assert_eq!(frame(&session, 0.0), [7]);
    assert_eq!(frame(&session, 0.0), [7]);
    let errors: Vec<String> = session.take_new_errors().iter().map(ToString::to_string).collect();
    assert_eq!(errors, ["a.null: the system \"bad\" failed and rests: this game runs no none scripts"]);
    let status = session.system("bad").expect("known");
    assert!(status.failed && status.enabled && !status.runs());
    assert_eq!((status.statistics.runs, status.statistics.errors), (1, 1));
    session.enable_system("bad", false).expect("known");
    assert!(session.system("bad").expect("known").failed);
    session.enable_system("bad", true).expect("known");
    frame(&session, 0.0);
    assert_eq!(session.system("bad").expect("known").statistics.errors, 2);
    assert_eq!(session.error_count(), 2);
}

#[test]
fn a_system_of_a_script_that_is_to_keep_going_is_tried_again_ever_later() {
    let (runtime, _) = runtime();
    let session = runtime.enter();
    session.set_error_policies(ErrorPolicies { general: ErrorPolicy::KeepGoing, ..ErrorPolicies::default() });
    let a = session.load(&mut NullHost::new(()), "a.null").expect("loads");
    let foreign = Callback::new("none", 1, Arc::default());
    session.register_system(a, "bad", foreign, SystemOptions::default()).expect("registers");
    let mut failed_in = Vec::new();
    for number in 1..=16 {
        frame(&session, 0.0);
        if session.system("bad").expect("known").statistics.errors > failed_in.len() as u64 {
            failed_in.push(number);
        }
    }
    assert_eq!(failed_in, [1, 2, 4, 8, 16]);
    assert!(session.system("bad").expect("known").runs());
    let errors: Vec<String> = session.take_new_errors().iter().map(ToString::to_string).collect();
    assert_eq!(errors, ["a.null: the system \"bad\" failed: this game runs no none scripts"]);
}

#[test]
fn a_system_of_the_host_that_decides_not_to_run_keeps_its_time() {
    let (runtime, _) = runtime();
    let session = runtime.enter();
    session.register_host_system("shy", 0, SystemOptions::default()).expect("registers");
    let mut given = Vec::new();
    for runs in [false, true, true] {
        session.run_systems(&mut NullHost::new(()), 0.25, |_, _, dt| {
            given.push(dt);
            Ok(runs)
        });
    }
    assert_eq!(given, [0.25, 0.5, 0.25]);
    assert_eq!(session.system("shy").expect("known").statistics.runs, 2);
}

#[test]
fn systems_end_with_their_script_and_its_functions_are_let_go() {
    let (runtime, _) = runtime();
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let (a, b) = (session.load(host, "a.null").expect("loads"), session.load(host, "b.null").expect("loads"));
    let releases = Arc::new(ReleaseQueue::new());
    let own = |slot| Callback::new("null", slot, Arc::clone(&releases));
    session.register_system(a, "one", own(1), SystemOptions::default()).expect("registers");
    session.register_system(b, "two", own(2), SystemOptions::default()).expect("registers");
    session.register_system(b, "three", own(3), SystemOptions::default()).expect("registers");
    session.register_host_system("game", 0, SystemOptions::default()).expect("registers");
    session.unload(host, a);
    assert_eq!(releases.take(), [1]);
    assert_eq!(names(&session), ["game", "three", "two"]);
    session.unregister_system("two").expect("known");
    assert_eq!(releases.take(), [2]);
    session.end_systems();
    assert_eq!(releases.take(), [3]);
    assert_eq!(session.system_count(), 0);
}

#[test]
fn a_name_is_taken_by_one_system_and_must_be_one() {
    let (runtime, _) = runtime();
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let a = session.load(host, "a.null").expect("loads");
    session.register_system(a, "waves", callback(1), SystemOptions::default()).expect("registers");
    session.register_host_system("physics", 0, SystemOptions::default()).expect("registers");
    let refusal = |name: &str| {
        let refused = session.register_system(a, name, callback(1), SystemOptions::default());
        refused.expect_err("refused").message().to_owned()
    };
    assert_eq!(
        refusal("waves"),
        "there is a system \"waves\" already: a.null registered it; choose another name, or unregister that one first"
    );
    assert_eq!(
        refusal("physics"),
        "there is a system \"physics\" already: it is the game's own; choose another name, or unregister that one first"
    );
    assert_eq!(refusal(""), "the name of a system must not be empty");
    let long = "x".repeat(MAX_NAME + 1);
    assert!(refusal(&long).ends_with("has 201"), "{}", refusal(&long));
    assert_eq!(
        session.unregister_system("physics").expect_err("the game's").message(),
        "the system \"physics\" is the game's own: disable it instead"
    );
    let unknown = session.enable_system("wave", true).expect_err("unknown");
    assert_eq!(unknown.message(), "there is no system \"wave\"; did you mean \"waves\"?");
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
    assert!(session.set_system_rate("waves", f64::NAN).is_err());
    assert!(session.set_system_rate("wave", 1.0).is_err());
    assert!(session.set_system_priority("wave", 1).is_err());
    assert!(session.system("").is_err());
}

#[test]
fn so_many_systems_there_may_be_and_no_more() {
    let (runtime, _) = runtime();
    let session = runtime.enter();
    for number in 0..MAX_SYSTEMS {
        session
            .register_host_system(&number.to_string(), 0, SystemOptions::default())
            .expect("there is room");
    }
    let error = session.register_host_system("x", 0, SystemOptions::default()).expect_err("full");
    assert!(error.message().starts_with("there are 10000 systems"), "{error}");
}

#[test]
fn a_reload_replaces_systems_and_one_that_fails_leaves_them_as_they_were() {
    let (runtime, _) = runtime();
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let old = session.load(host, "a.null").expect("loads");
    let releases = Arc::new(ReleaseQueue::new());
    let own = |slot| Callback::new("null", slot, Arc::clone(&releases));
    let every = SystemOptions::default();
    session.register_system(old, "waves", own(1), every.clone()).expect("registers");
    session.register_system(old, "gone", own(2), every.clone()).expect("registers");
    session.register_host_system("first", 0, every.clone().with_priority(1)).expect("registers");
    frame(&session, 0.25);
    session.enable_system("waves", false).expect("known");
    // As it is when the body of the new code runs, first in vain.
    let failed = session.begin_version(old);
    session.register_system(failed, "waves", own(3), every.clone()).expect("its own name");
    assert!(session.register_system(failed, "waves", own(4), every.clone()).is_err());
    session.end_registrations(failed);
    assert_eq!(session.system("waves").expect("the old one").script, Some(old));
    let new = session.begin_version(old);
    session.register_system(new, "waves", own(5), every.with_rate(2.0)).expect("its own name");
    session.end_registrations(old);
    let waves = session.system("waves").expect("the new one");
    assert_eq!((waves.script, waves.enabled, waves.statistics.runs), (Some(new), false, 1));
    assert_eq!(names(&session), ["first", "waves"]);
    let mut released = releases.take();
    released.sort_unstable();
    assert_eq!(released, [1, 2, 3, 4]);
}

#[test]
fn what_the_budget_of_a_frame_leaves_no_time_for_comes_first_in_the_next() {
    let (runtime, record) = runtime();
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let a = session.load(host, "a.null").expect("loads");
    for (slot, name) in (1..).zip(["a", "b", "c"]) {
        session.register_system(a, name, callback(slot), SystemOptions::default()).expect("registers");
    }
    session.register_host_system("z", 9, SystemOptions::default()).expect("registers");
    session.set_budgets(Budgets { frame: Duration::ZERO, ..Budgets::default() });
    let _ = record.take();
    let mut play = || {
        session.start_instances(host, |_, _| true);
        let ran = frame(&session, 0.25);
        session.deliver_events(host);
        (calls(&record), ran)
    };
    // One runs in each, and the game's own are not held up.
    assert_eq!(play(), (vec![(1, 0.25)], vec![9]));
    assert_eq!(play(), (vec![(2, 0.5)], vec![9]));
    assert_eq!(play(), (vec![(3, 0.75)], vec![9]));
    assert_eq!(play(), (vec![(1, 0.75)], vec![9]));
    session.set_budgets(Budgets::default());
    assert_eq!(play(), (vec![(2, 0.75), (3, 0.5), (1, 0.25)], vec![9]));
    assert_eq!(play(), (vec![(1, 0.25), (2, 0.25), (3, 0.25)], vec![9]));
    let errors = session.take_new_errors();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].kind(), ErrorKind::Timeout);
}
