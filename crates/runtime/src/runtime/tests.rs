use super::*;
use crate::{MemoryReader, Status};
use glotta_core::null::{NullHost, NullLanguage, Record, Request};

fn runtime(files: &[(&str, &str)]) -> (Runtime, Record) {
    let language = NullLanguage::new();
    let record = language.record();
    let reader = MemoryReader::new(files.iter().copied());
    let runtime = Runtime::new(Api::new(), vec![Box::new(language)], reader).expect("starts");
    let _ = record.take();
    (runtime, record)
}

#[test]
fn a_runtime_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Runtime>();
}

#[test]
fn a_script_is_loaded_once_and_called_by_name() {
    let (runtime, record) = runtime(&[("a.null", "update")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let id = session.load(host, "a.null").expect("loads");
    assert_eq!(session.load(host, "./a.null").ok(), Some(id));
    let result = session.call_by_name(host, id, "update", &[Arg::Int(5)]);
    assert_eq!(result.status(), Status::Success);
    assert_eq!(result.outcome.ok(), Some(Value::Int(5)));
    assert_eq!(record.take().len(), 2);
    let missing = session.call_by_name(host, id, "updat", &[]);
    assert_eq!(missing.outcome.expect_err("missing").message(), "a.null has no function \"updat\"");
    let statistics = session.scripts()[0].statistics;
    assert_eq!((statistics.loads, statistics.calls, statistics.errors), (1, 2, 1));
}

#[test]
fn a_script_that_cannot_load_is_not_tried_again_and_told_of_once() {
    let (runtime, record) = runtime(&[("a.null", "not a program\n")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let error = session.load(host, "a.null").expect_err("broken");
    assert_eq!(error.to_string(), "a.null:1:1: expected one name a line");
    assert!(session.load(host, "a.null").is_err());
    assert_eq!(record.take().len(), 1);
    assert_eq!(session.take_new_errors().len(), 1);
    assert_eq!(session.scripts()[0].error.as_ref(), Some(&error));
}

#[test]
fn an_error_that_a_running_script_gets_is_not_logged_until_the_host_gets_it() {
    let (runtime, _) = runtime(&[("a.null", "not a program\n")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let running = session.bounded(None, false, || {
        assert!(session.load(host, "a.null").is_err());
        assert!(session.load(host, "missing.null").is_err());
        assert!(session.load(host, "../outside.null").is_err());
        Ok(())
    });
    assert_eq!(running, Ok(()));
    assert_eq!(session.error_count(), 0);
    for _ in 0..2 {
        assert!(session.load(host, "a.null").is_err());
    }
    assert_eq!(session.error_count(), 1);
    assert_eq!(session.take_new_errors().len(), 1);
    assert!(session.load(host, "missing.null").is_err());
    assert_eq!(session.take_new_errors().len(), 1);
}

#[test]
fn a_script_that_was_unloaded_is_gone_until_it_is_loaded_again() {
    let (runtime, record) = runtime(&[("a.null", "update")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let id = session.load(host, "a.null").expect("loads");
    let update = session.find(id, "update").expect("found");
    session.unload(host, id);
    assert_eq!(session.call(host, update, &[]).expect_err("gone").kind(), ErrorKind::NotFound);
    assert!(session.find(id, "update").is_none());
    assert!(session.load(host, "a.null").is_ok_and(|new| new != id && new.is_same_script(id)));
    assert!(record.take().contains(&Request::Unload(ModuleId(0))));
}

#[test]
fn a_file_without_a_language_says_which_there_are() {
    let (runtime, _) = runtime(&[("a.txt", "")]);
    let error = runtime.enter().load(&mut NullHost::new(()), "a.txt").expect_err("no language");
    assert_eq!(error.message(), "there is no language for \"a.txt\": this game runs .null");
}

#[test]
fn two_languages_cannot_claim_the_same_files() {
    let languages: Vec<Box<dyn Language>> =
        vec![Box::new(NullLanguage::new()), Box::new(NullLanguage::new())];
    let error = Runtime::new(Api::new(), languages, MemoryReader::default()).expect_err("rivals");
    assert_eq!(error.kind(), ErrorKind::Host);
}

#[test]
fn calls_that_nest_without_end_are_refused() {
    let (runtime, _) = runtime(&[]);
    let session = runtime.enter();
    fn nest(session: &Session<'_>, levels: &Cell<u32>) -> Result<(), ScriptError> {
        session.bounded(None, false, || {
            levels.set(levels.get() + 1);
            nest(session, levels)
        })
    }
    let levels = Cell::new(0);
    let refusal = nest(&session, &levels).expect_err("refused");
    assert_eq!(levels.get(), MAX_CALL_DEPTH);
    assert!(refusal.message().contains("more than 100 levels deep"));
    assert_eq!(session.inner.depth.get(), 0);
}

#[test]
fn a_path_without_an_extension_means_the_file_in_the_first_language_that_has_it() {
    let reader = MemoryReader::new([("both.one", ""), ("both.two", ""), ("two.two", ""), ("a/v1.2.one", "")]);
    let languages: Vec<Box<dyn Language>> = vec![
        Box::new(NullLanguage::named("one", &["one"])),
        Box::new(NullLanguage::named("two", &["2", "two"])),
    ];
    let runtime = Runtime::new(Api::new(), languages, reader).expect("starts");
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let resolved = |path: &str, from| session.resolve(path, from).expect("a path");
    assert_eq!(resolved("both", None), "both.one");
    assert_eq!(resolved("./two", None), "two.two");
    // With a dot it is the very file, and what is not there stays as it is.
    assert_eq!(resolved("both.two", None), "both.two");
    assert_eq!(resolved("a/v1.2", None), "a/v1.2");
    assert_eq!(resolved("neither", None), "neither");
    assert!(session.resolve("../both", None).is_err());
    // The script that asks goes before the language that is preferred.
    let one = session.load(host, "both.one").expect("loads");
    session.prefer_language("two").expect("known");
    assert_eq!(resolved("both", None), "both.two");
    assert_eq!(resolved("both", Some(one)), "both.one");
    let two = session.load(host, "both").expect("loads");
    assert_eq!(&*session.path(two), "both.two");
    let error = session.load(host, "neither").expect_err("missing");
    assert_eq!(error.message(), "there is no script \"neither\"");
}

#[test]
fn a_language_that_is_not_there_cannot_be_preferred() {
    let (runtime, _) = runtime(&[]);
    let error = runtime.enter().prefer_language("nul").expect_err("unknown");
    assert_eq!(error.message(), "there is no language \"nul\": this game runs null; did you mean \"null\"?");
}
