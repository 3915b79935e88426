use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use glotta_core::null::{NullHost, NullLanguage, Record, Request};
use glotta_core::{Api, Callback, ReleaseQueue};

use super::*;
use crate::{Attachment, InstanceState, Runtime, SourceReader};

const ALIVE: fn(&NullHost, Entity) -> bool = |_, _| true;

/// Files that change.
#[derive(Clone, Default)]
struct Files(Arc<Mutex<BTreeMap<String, String>>>);

impl Files {
    fn write(&self, path: &str, text: &str) {
        self.0.lock().expect("no panic").insert(path.to_owned(), text.to_owned());
    }

    fn remove(&self, path: &str) {
        self.0.lock().expect("no panic").remove(path);
    }
}

impl SourceReader for Files {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ScriptError> {
        Ok(self.0.lock().expect("no panic").get(path).map(|text| text.clone().into_bytes()))
    }

    fn list(&self) -> Vec<String> {
        self.0.lock().expect("no panic").keys().cloned().collect()
    }
}

struct Game {
    files: Files,
    runtime: Runtime,
    record: Record,
    host: NullHost,
}

impl Game {
    fn new(files: &[(&str, &str)]) -> Self {
        let known = Files::default();
        for (path, text) in files {
            known.write(path, text);
        }
        let language = NullLanguage::new();
        let record = language.record();
        let runtime = Runtime::new(Api::new(), vec![Box::new(language)], known.clone()).expect("starts");
        Self { files: known, runtime, record, host: NullHost::new(()) }
    }

    fn attach(&mut self, script: &str, entity: u32) -> crate::InstanceId {
        let what = Attachment { script, entity: Some(Entity::new(entity, 0)), update: "update" };
        self.runtime.enter().attach(&mut self.host, &what).expect("attached")
    }

    fn frame(&mut self) {
        self.runtime.enter().update(&mut self.host, 0.1, ALIVE);
    }

    /// What is reloaded when these files have changed: path, or path and error.
    fn changed(&mut self, paths: &[&str]) -> Vec<String> {
        let changed = paths.iter().map(|&path| path.to_owned());
        let reloads = self.runtime.enter().reload_changed(&mut self.host, changed, |_| true, ALIVE);
        reloads
            .iter()
            .map(|reload| match &reload.error {
                None => reload.path.to_string(),
                Some(error) => format!("{}: {}", reload.path, error.message()),
            })
            .collect()
    }

    /// The calls since the last time: module, function, entity.
    fn calls(&self) -> Vec<String> {
        let calls = self.record.take().into_iter().filter_map(|request| match request {
            Request::Call(module, name, arguments) => match arguments.first() {
                Some(Value::Entity(entity)) => Some(format!("{}:{name} {}", module.0, entity.index())),
                _ => Some(format!("{}:{name}", module.0)),
            },
            Request::Unload(module) => Some(format!("{} unloaded", module.0)),
            _ => None,
        });
        calls.collect()
    }

    fn errors(&self) -> Vec<String> {
        self.runtime.enter().take_new_errors().iter().map(ToString::to_string).collect()
    }
}

#[test]
fn new_code_takes_over_the_instances_and_is_told_once_each() {
    let mut game = Game::new(&[("a.null", "on_start\nupdate")]);
    game.attach("a.null", 1);
    game.attach("a.null", 2);
    game.frame();
    game.attach("a.null", 3);
    game.calls();
    game.files.write("a.null", "on_start\nupdate\non_reload\nmore");
    assert_eq!(game.changed(&["a.null"]), ["a.null"]);
    assert_eq!(game.calls(), ["0 unloaded", "1:on_reload 1", "1:on_reload 2"], "3 had not started");
    game.frame();
    assert_eq!(game.calls(), ["1:on_start 3", "1:update 1", "1:update 2", "1:update 3"]);
    assert_eq!(game.errors(), [""; 0]);
}

#[test]
fn code_that_does_not_load_leaves_the_old_running_and_is_told_once() {
    let mut game = Game::new(&[("a.null", "update")]);
    game.attach("a.null", 1);
    game.frame();
    game.calls();
    game.files.write("a.null", "not a script\n");
    assert_eq!(game.changed(&["a.null"]), ["a.null: expected one name a line"]);
    assert_eq!(game.changed(&["a.null"]), [""; 0], "the file has not changed since");
    assert_eq!(game.errors(), ["a.null:1:1: expected one name a line"]);
    game.frame();
    assert_eq!(game.calls(), ["0:update 1"]);
    game.files.write("a.null", "update\nhelp");
    assert_eq!(game.changed(&["a.null"]), ["a.null"]);
    game.frame();
    assert_eq!(game.calls(), ["0 unloaded", "2:update 1"]);
}

#[test]
fn a_file_that_holds_what_it_held_or_is_gone_or_is_of_no_script_changes_nothing() {
    let mut game = Game::new(&[("a.null", "update"), ("notes.txt", "x")]);
    game.attach("a.null", 1);
    assert_eq!(game.changed(&["a.null", "notes.txt", "none.null"]), [""; 0]);
    game.files.remove("a.null");
    assert_eq!(game.changed(&["a.null"]), [""; 0]);
    game.frame();
    assert_eq!(game.calls(), ["0:update 1"]);
    game.files.write("a.null", "update\nx");
    assert_eq!(game.changed(&["a.null"]), ["a.null"]);
}

#[test]
fn what_imports_a_file_is_reloaded_with_it_in_the_order_of_loading() {
    let mut game = Game::new(&[
        ("b.null", "import shared\nupdate"),
        ("a.null", "import shared\nupdate"),
        ("other.null", "update"),
        ("shared.null", "help"),
    ]);
    for (entity, script) in (1..).zip(["b.null", "a.null", "other.null"]) {
        game.attach(script, entity);
    }
    game.files.write("shared.null", "help\nmore");
    assert_eq!(game.changed(&["shared.null"]), ["b.null", "a.null"]);
    game.files.write("a.null", "update");
    assert_eq!(game.changed(&["a.null"]), ["a.null"]);
    game.files.write("shared.null", "help");
    assert_eq!(game.changed(&["shared.null"]), ["b.null"], "a does not import it any more");
}

#[test]
fn a_script_that_waits_for_a_file_is_tried_again_when_the_file_comes() {
    let mut game = Game::new(&[("a.null", "import shared\nupdate")]);
    let what = Attachment { script: "a.null", entity: None, update: "update" };
    assert!(game.runtime.enter().attach(&mut game.host, &what).is_err());
    game.files.write("shared.null", "help");
    let changed = ["shared.null".to_owned()];
    let reloads = game.runtime.enter().reload_changed(&mut game.host, changed, |_| true, ALIVE);
    assert!(reloads.len() == 1 && reloads[0].was_failed && reloads[0].error.is_none());
    assert!(game.runtime.enter().attach(&mut game.host, &what).is_ok());
}

#[test]
fn an_instance_at_rest_after_an_error_runs_again() {
    let mut game = Game::new(&[("a.null", "update fails")]);
    let id = game.attach("a.null", 1);
    game.frame();
    assert_eq!(game.runtime.enter().instance(id).map(|one| one.state), Some(InstanceState::Failed));
    game.files.write("a.null", "update");
    game.changed(&["a.null"]);
    assert_eq!(game.runtime.enter().instance(id).map(|one| one.state), Some(InstanceState::Running));
    game.calls();
    game.frame();
    assert_eq!(game.calls(), ["1:update 1"]);
}

#[test]
fn what_the_old_code_registered_is_over_and_what_the_new_did_stays() {
    let mut game = Game::new(&[("a.null", "update")]);
    let releases = Arc::new(ReleaseQueue::new());
    let callback = |slot| Callback::new("null", slot, Arc::clone(&releases));
    let session = game.runtime.enter();
    let old = session.load(&mut game.host, "a.null").expect("loads");
    session.subscribe(old, "x", callback(1)).expect("a name");
    session.on_clean_up(old, callback(2));
    game.files.write("a.null", "update\nmore");
    let new = session.reload(&mut game.host, "a.null", &ALIVE).expect("reloads");
    assert!(new.is_same_script(old) && new != old && session.is_live(new) && !session.is_live(old));
    let mut released = releases.take();
    released.sort_unstable();
    assert_eq!(released, [1, 2], "neither was called");
    assert!(!game.record.take().iter().any(|request| matches!(request, Request::CallBack(..))));
    session.subscribe(new, "x", callback(3)).expect("a name");
    session.on_clean_up(new, callback(4));
    game.files.write("a.null", "error");
    assert!(session.reload(&mut game.host, "a.null", &ALIVE).is_err());
    assert!(session.is_live(new));
    assert_eq!(releases.take(), [0; 0]);
    session.unload(&mut game.host, new);
    let mut released = releases.take();
    released.sort_unstable();
    assert_eq!(released, [3, 4]);
    assert!(!session.is_live(new));
}

#[test]
fn variables_that_the_new_code_names_keep_their_values() {
    let mut game = Game::new(&[("a.null", "keep = x\nscore = 1\nname = ann\nlost = 3\nother = 4")]);
    let session = game.runtime.enter();
    session.load(&mut game.host, "a.null").expect("loads");
    let null = session.language("null").expect("there");
    for (name, value) in [("score", Value::Int(5)), ("name", Value::Int(6)), ("other", Value::Int(7))] {
        null.set_global(&mut game.host, ModuleId(0), name, value).expect("there");
    }
    game.files.write("a.null", "keep = score,name,lost,never\nscore = 0\nname = bob\nother = 9");
    session.reload(&mut game.host, "a.null", &ALIVE).expect("reloads");
    let now = |game: &mut NullHost, name: &str| null.global(game, ModuleId(1), name).ok().flatten();
    assert_eq!(now(&mut game.host, "score"), Some(Value::Int(5)));
    assert_eq!(now(&mut game.host, "name"), Some(Value::String("bob".to_owned())));
    assert_eq!(now(&mut game.host, "other"), Some(Value::Int(9)));
    drop(session);
    assert_eq!(
        game.errors(),
        [
            "a.null: keeping \"name\" over the reload: it was int 6 and is string \"bob\" now: it starts anew",
            "a.null: keeping \"lost\" over the reload: the new code has no such global variable: its value, int 3, is \
             lost; take the name out of \"keep\" if that is meant",
        ]
    );
}

#[test]
fn what_was_never_loaded_cannot_be_reloaded() {
    let mut game = Game::new(&[("a.null", "update")]);
    let error = game.runtime.enter().reload(&mut game.host, "a.null", &ALIVE).expect_err("refused");
    assert_eq!(error.message(), "the script \"a.null\" was never loaded");
}

#[test]
fn reloads_that_worked_are_counted() {
    let mut game = Game::new(&[("a.null", "update")]);
    let session = game.runtime.enter();
    let first = session.load(&mut game.host, "a.null").expect("loads");
    assert_eq!(session.reload_count(first), 0);
    let second = session.reload(&mut game.host, "a.null", &ALIVE).expect("reloads");
    assert_eq!(session.reload_count(second), 1);
    game.files.write("a.null", "error");
    assert!(session.reload(&mut game.host, "a.null", &ALIVE).is_err());
    assert_eq!(session.reload_count(second), 1);
}
