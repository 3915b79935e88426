use super::*;
use crate::{MemoryReader, Runtime};
use glotta_core::null::{NullHost, NullLanguage, Record, Request};
use glotta_core::{
    Api, Arg, Callback, Environment, FunctionId, Language, LanguageInfo, ModuleId, Source, Value,
};
use std::sync::{OnceLock, Weak};

const ALIVE: fn(&NullHost, Entity) -> bool = |_, _| true;

fn runtime(files: &[(&str, &str)]) -> (Runtime, Record) {
    let language = NullLanguage::new();
    let record = language.record();
    let reader = MemoryReader::new(files.iter().copied());
    (Runtime::new(Api::new(), vec![Box::new(language)], reader).expect("starts"), record)
}

fn on(script: &str, entity: u32) -> Attachment<'_> {
    Attachment { script, entity: Some(Entity::new(entity, 0)), update: "update" }
}

/// The calls that were made: function and first argument.
fn calls(record: &Record) -> Vec<String> {
    let calls = record.take().into_iter().filter_map(|request| match request {
        Request::Call(_, name, arguments) => match arguments.first() {
            Some(Value::Entity(entity)) => Some(format!("{name} {}", entity.index())),
            Some(Value::List(list)) => Some(format!("{name} [{}]", list.len())),
            _ => Some(name),
        },
        _ => None,
    });
    calls.collect()
}

#[test]
fn a_frame_starts_then_updates_in_a_fixed_order_and_the_end_stops_in_reverse() {
    let all = "on_start\nupdate\non_stop";
    let (runtime, record) = runtime(&[("b.null", all), ("a.null", all), ("game.null", all)]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    session.attach(host, &on("b.null", 1)).expect("attached");
    session.attach(host, &on("a.null", 3)).expect("attached");
    session.attach(host, &on("a.null", 2)).expect("attached");
    session
        .attach(host, &Attachment { script: "game.null", entity: None, update: "update" })
        .expect("attached");
    session.update(host, 0.1, ALIVE);
    assert_eq!(
        calls(&record),
        ["on_start 1", "on_start 3", "on_start 2", "on_start", "update", "update 3", "update 2", "update 1"]
    );
    session.update(host, 0.1, ALIVE);
    assert_eq!(calls(&record), ["update", "update 3", "update 2", "update 1"]);
    session.stop_all(host);
    assert_eq!(calls(&record), ["on_stop 1", "on_stop 2", "on_stop 3", "on_stop"]);
    assert_eq!(session.instance_count(), 0);
}

#[test]
fn update_all_replaces_the_calls_one_by_one() {
    let (runtime, record) = runtime(&[("a.null", "update\nupdate_all")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    for entity in 0..3 {
        session.attach(host, &on("a.null", entity)).expect("attached");
    }
    session.update(host, 0.1, ALIVE);
    assert_eq!(calls(&record), ["update_all [3]"]);
    session.update(host, 0.1, |_, entity| entity.index() != 1);
    assert_eq!(calls(&record), ["update_all [2]"]);
}

#[test]
fn an_instance_that_fails_rests_and_the_others_run_on() {
    let (runtime, record) = runtime(&[("bad.null", "update fails\non_stop"), ("good.null", "update")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let bad = session.attach(host, &on("bad.null", 1)).expect("attached");
    session.attach(host, &on("good.null", 2)).expect("attached");
    session.update(host, 0.1, ALIVE);
    session.update(host, 0.1, ALIVE);
    assert_eq!(calls(&record), ["update 1", "update 2", "update 2"]);
    assert_eq!(session.instance(bad).map(|status| status.state), Some(InstanceState::Failed));
    assert_eq!(session.error_count(), 1);
    session.detach(host, bad);
    assert_eq!(calls(&record), ["on_stop 1"]);
    assert!(session.instance(bad).is_none());
}

#[test]
fn an_instance_whose_on_start_fails_is_not_updated() {
    let (runtime, record) = runtime(&[("a.null", "on_start fails\nupdate")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    session.attach(host, &on("a.null", 1)).expect("attached");
    session.update(host, 0.1, ALIVE);
    assert_eq!(calls(&record), ["on_start 1"]);
}

#[test]
fn a_disabled_instance_waits_and_a_detached_one_is_not_started() {
    let (runtime, record) = runtime(&[("a.null", "on_start\nupdate\non_stop")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    let id = session.attach(host, &on("a.null", 1)).expect("attached");
    session.set_enabled(id, false);
    session.update(host, 0.1, ALIVE);
    assert!(calls(&record).is_empty());
    session.set_enabled(id, true);
    session.update(host, 0.1, ALIVE);
    assert_eq!(calls(&record), ["on_start 1", "update 1"]);
    let other = session.attach(host, &on("a.null", 2)).expect("attached");
    session.detach(host, other);
    session.update(host, 0.1, ALIVE);
    assert_eq!(calls(&record), ["update 1"]);
}

#[test]
fn another_update_function_can_be_chosen_for_an_attachment() {
    let (runtime, record) = runtime(&[("a.null", "update\npatrol")]);
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    session.attach(host, &on("a.null", 1)).expect("attached");
    session.attach(host, &Attachment { update: "patrol", ..on("a.null", 2) }).expect("attached");
    session.update(host, 0.1, ALIVE);
    assert_eq!(calls(&record), ["patrol 2", "update 1"]);
}

#[test]
fn a_script_that_cannot_load_is_not_attached() {
    let (runtime, _) = runtime(&[]);
    let session = runtime.enter();
    assert!(session.attach(&mut NullHost::new(()), &on("a.null", 1)).is_err());
    assert_eq!(session.instance_count(), 0);
}

/// A language that looks at the runtime while it looks a name up, as one whose finalisers run at any moment may.
struct Curious(NullLanguage, Arc<OnceLock<Weak<Runtime>>>);

impl Language for Curious {
    fn info(&self) -> &LanguageInfo {
        self.0.info()
    }

    fn start(&mut self, environment: Environment) -> Result<(), ScriptError> {
        self.0.start(environment)
    }

    fn load(&self, host: &mut dyn Host, module: ModuleId, source: &Source) -> Result<(), ScriptError> {
        self.0.load(host, module, source)
    }

    fn unload(&self, host: &mut dyn Host, module: ModuleId) {
        self.0.unload(host, module);
    }

    fn find(&self, module: ModuleId, name: &str) -> Option<FunctionId> {
        let runtime = self.1.get().and_then(Weak::upgrade).expect("it runs");
        runtime.enter().forget(InstanceId(99));
        self.0.find(module, name)
    }

    fn call(&self, host: &mut dyn Host, id: FunctionId, arguments: &[Arg<'_>]) -> Result<Value, ScriptError> {
        self.0.call(host, id, arguments)
    }

    fn call_back(
        &self,
        host: &mut dyn Host,
        callback: &Callback,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        self.0.call_back(host, callback, arguments)
    }
}

#[test]
fn a_look_up_of_a_call_back_may_come_back_to_the_instances() {
    let known = Arc::new(OnceLock::new());
    let language = Curious(NullLanguage::new(), Arc::clone(&known));
    let reader = MemoryReader::new([("a.null", "update")]);
    let runtime = Arc::new(Runtime::new(Api::new(), vec![Box::new(language)], reader).expect("starts"));
    known.set(Arc::downgrade(&runtime)).expect("set once");
    let host = &mut NullHost::new(());
    let session = runtime.enter();
    session.attach(host, &on("a.null", 1)).expect("attached");
    session.update(host, 0.1, ALIVE);
    assert_eq!(session.instance_count(), 1);
}

mod isolation;
