//! What becomes of instances whose call-backs fail.

use std::sync::Arc;

use glotta_core::{ErrorKind, ReleaseQueue, ScriptError};

use super::*;
use crate::{ErrorPolicies, ErrorPolicy};

fn with_policy(policy: ErrorPolicy, files: &[(&str, &str)]) -> (Runtime, Record) {
    let (runtime, record) = runtime(files);
    runtime.enter().set_error_policies(ErrorPolicies { general: policy, ..ErrorPolicies::default() });
    (runtime, record)
}

fn state(session: &Session<'_>, id: InstanceId) -> Option<InstanceState> {
    session.instance(id).map(|status| status.state)
}

/// The frames, of so many, in which anything was called, and what.
fn frames(session: &Session<'_>, host: &mut NullHost, record: &Record, count: usize) -> Vec<(usize, String)> {
    calls(record);
    let mut seen = Vec::new();
    for frame in 0..count {
        session.update(host, 0.1, ALIVE);
        seen.extend(calls(record).into_iter().map(|call| (frame, call)));
    }
    seen
}

#[test]
fn an_instance_that_fails_rests_until_its_script_is_revived() {
    let (runtime, record) =
        with_policy(ErrorPolicy::PauseInstance, &[("a.null", "update fails"), ("b.null", "update")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let bad = session.attach(host, &on("a.null", 1)).expect("attached");
    session.attach(host, &on("b.null", 2)).expect("attached");
    let seen = frames(&session, host, &record, 2);
    assert_eq!(seen, [(0, "update 1".to_owned()), (0, "update 2".to_owned()), (1, "update 2".to_owned())]);
    let status = session.instance(bad).expect("there");
    assert_eq!(status.state, InstanceState::Failed);
    assert_eq!(status.error.map(|error| error.kind()), Some(ErrorKind::Runtime));
    assert_eq!(session.revive(status.script), 1);
    assert_eq!(state(&session, bad), Some(InstanceState::Running));
    assert!(session.instance(bad).is_some_and(|status| status.error.is_none()));
    assert_eq!(frames(&session, host, &record, 1).len(), 2);
    let errors = session.recent_errors(std::time::Duration::from_secs(600));
    assert_eq!(errors.iter().map(|entry| entry.count).collect::<Vec<_>>(), [2], "told of once, with a count");
    assert_eq!(session.take_new_errors().len(), 1);
}

#[test]
fn an_instance_whose_start_failed_starts_anew_when_it_is_revived() {
    let (runtime, record) =
        with_policy(ErrorPolicy::PauseInstance, &[("a.null", "on_start fails\nupdate\non_stop")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let id = session.attach(host, &on("a.null", 1)).expect("attached");
    assert_eq!(frames(&session, host, &record, 3), [(0, "on_start 1".to_owned())]);
    let script = session.script("a.null").expect("known");
    session.revive(script);
    assert_eq!(state(&session, id), Some(InstanceState::Pending));
    assert_eq!(frames(&session, host, &record, 3), [(0, "on_start 1".to_owned())]);
    session.detach(host, id);
    assert_eq!(calls(&record), ["on_stop 1"], "its on_start had its turn");
}

#[test]
fn a_script_that_is_paused_runs_nowhere_and_hears_nothing_until_it_is_revived() {
    let (runtime, record) =
        with_policy(ErrorPolicy::PauseScript, &[("a.null", "update fails"), ("b.null", "update")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let first = session.attach(host, &on("a.null", 1)).expect("attached");
    let second = session.attach(host, &on("a.null", 2)).expect("attached");
    session.attach(host, &on("b.null", 3)).expect("attached");
    let script = session.script("a.null").expect("known");
    let callback = Callback::new("null", 7, Arc::new(ReleaseQueue::new()));
    session.subscribe(script, "x", callback).expect("a name");
    let seen = frames(&session, host, &record, 2);
    assert_eq!(seen, [(0, "update 1".to_owned()), (0, "update 3".to_owned()), (1, "update 3".to_owned())]);
    let later = session.attach(host, &on("a.null", 4)).expect("attached");
    for id in [first, second, later] {
        assert_eq!(state(&session, id), Some(InstanceState::Failed));
    }
    assert!(session.is_paused(script));
    session.emit("x", Value::Null).expect("there is room");
    session.deliver_events(host);
    let called_back =
        |record: &Record| record.take().iter().any(|request| matches!(request, Request::CallBack(..)));
    assert!(!called_back(&record));
    assert_eq!(session.revive(script), 3);
    assert!(!session.is_paused(script));
    session.emit("x", Value::Null).expect("there is room");
    session.deliver_events(host);
    assert!(called_back(&record));
    assert_eq!(state(&session, second), Some(InstanceState::Running));
    assert_eq!(state(&session, later), Some(InstanceState::Pending));
}

#[test]
fn an_instance_that_keeps_going_is_tried_again_less_and_less_often() {
    let (runtime, record) = with_policy(
        ErrorPolicy::KeepGoing,
        &[("a.null", "update fails"), ("b.null", "on_start fails\nupdate")],
    );
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let a = session.attach(host, &on("a.null", 1)).expect("attached");
    let tried: Vec<usize> = frames(&session, host, &record, 20).iter().map(|(frame, _)| *frame).collect();
    assert_eq!(tried, [0, 1, 3, 7, 15]);
    assert_eq!(state(&session, a), Some(InstanceState::Waiting));
    session.forget(a);
    session.attach(host, &on("b.null", 2)).expect("attached");
    let tried = frames(&session, host, &record, 10);
    assert!(tried.iter().all(|(_, call)| call == "on_start 2"), "{tried:?}");
    assert_eq!(tried.iter().map(|(frame, _)| *frame).collect::<Vec<_>>(), [0, 1, 3, 7]);
    assert_eq!(session.error_count(), 9);
}

#[test]
fn a_script_whose_calls_use_up_their_time_again_and_again_is_paused() {
    let (runtime, record) = with_policy(ErrorPolicy::PauseInstance, &[("a.null", "update\non_stop")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let id = session.attach(host, &on("a.null", 1)).expect("attached");
    session.update(host, 0.1, ALIVE);
    let script = session.script("a.null").expect("known");
    let error = ScriptError::new(ErrorKind::Timeout, "too long");
    session.fail_callback(script, &error);
    session.fail_callback(script, &error);
    assert!(!session.is_paused(script));
    session.fail_callback(script, &error);
    assert!(session.is_paused(script));
    assert_eq!(state(&session, id), Some(InstanceState::Failed));
    calls(&record);
    session.stop_all(host);
    assert!(calls(&record).is_empty(), "nor is it given more time to stop");
}

#[test]
fn the_policy_of_one_script_goes_before_that_of_all() {
    let (runtime, record) = runtime(&[("a.null", "update fails")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let scripts = [("a".to_owned(), ErrorPolicy::KeepGoing)].into();
    session.set_error_policies(ErrorPolicies { general: ErrorPolicy::PauseScript, scripts });
    session.attach(host, &on("a.null", 1)).expect("attached");
    assert_eq!(frames(&session, host, &record, 2).len(), 2);
}
