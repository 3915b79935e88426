//! Events between scripts, at their one point of the frame.

mod common;

use std::sync::{Arc, Mutex, PoisonError};

use common::{ClosureLanguage, Game, Journal, call, callback};
use glotta_core::{ScriptError, Value};
use glotta_engine::{Output, ScriptWorld};

/// Subscribes to `name` with the callback of a slot.
fn subscribe(world: &mut ScriptWorld, name: &str, slot: u64) -> Result<Value, ScriptError> {
    call(world, "event.subscribe", [name.into(), callback(slot)])
}

/// What a callback does that notes the value it gets under a name.
fn noting(
    journal: &Journal,
    name: &'static str,
) -> impl Fn(&mut ScriptWorld, &[Value]) -> Result<Value, ScriptError> + Send + Sync + 'static {
    let journal = journal.clone();
    move |world, arguments| {
        let script = world.running_script().unwrap_or_default();
        journal.note(format!("{name} of {script}: {}", arguments[0]));
        Ok(Value::Null)
    }
}

#[test]
fn events_come_after_all_updates_in_the_frame_in_which_they_are_emitted() {
    let journal = Journal::default();
    let note = journal.clone();
    let language = ClosureLanguage::new()
        .on("a.rs", "on_start", |world, _| subscribe(world, "hit", 1))
        .on("a.rs", "update", |world, _| world.emit("hit", Value::Int(5)).map(|()| Value::Null))
        .on("b.rs", "on_start", |world, _| subscribe(world, "hit", 2))
        .on("b.rs", "update", move |world, _| {
            note.note(format!("update in frame {}", world.frame()));
            Ok(Value::Null)
        })
        .callback(1, noting(&journal, "one"))
        .callback(2, noting(&journal, "two"));
    let mut game = Game::with(language, |setup| {
        setup.add_script("a.rs").add_script("b.rs");
    });
    game.frame();
    // Whose subscription it is runs, so that what it does counts as that script's.
    assert_eq!(journal.take(), ["update in frame 0", "one of a.rs: 5", "two of b.rs: 5"]);
    // Rust code emits too, before the frame or within it.
    game.scripts(|world| world.emit("hit", Value::Bool(true))).expect("there is room");
    game.frame();
    assert_eq!(journal.take().len(), 5);
}

#[test]
fn an_unloaded_script_hears_nothing_and_what_it_emitted_does_no_harm() {
    let journal = Journal::default();
    let language = ClosureLanguage::new()
        .on("a.rs", "on_start", |world, _| {
            subscribe(world, "hit", 1)?;
            call(world, "event.emit", ["hit".into(), callback(3)])
        })
        .on("b.rs", "on_start", |world, _| subscribe(world, "hit", 2))
        .on("b.rs", "update", |world, _| {
            world.session(|session, world| {
                let script = session.script("a.rs").expect("loaded");
                session.unload(world, script);
            });
            Ok(Value::Null)
        })
        .callback(1, noting(&journal, "one"))
        .callback(2, |world, arguments| {
            let function = arguments[0].as_function()?.clone();
            glotta_core::Host::call(world, &function, &[])
        });
    let mut game = Game::with(language, |setup| {
        setup.add_script("a.rs").add_script("b.rs");
    });
    game.frame();
    assert!(journal.take().is_empty());
    let output = game.output.take();
    assert!(
        matches!(&output[..], [Output::Error(error)] if error.to_string() == "b.rs: no such function"),
        "{output:?}"
    );
}

#[test]
fn what_fails_to_load_has_not_subscribed() {
    let journal = Journal::default();
    let language = ClosureLanguage::new()
        .on("a.rs", "", |world, _| {
            subscribe(world, "hit", 1)?;
            Err(ScriptError::host("no"))
        })
        .callback(1, noting(&journal, "one"));
    let mut game = Game::with(language, |setup| {
        setup.add_script("a.rs");
    });
    game.frame();
    game.scripts(|world| world.emit("hit", Value::Null)).expect("there is room");
    game.frame();
    assert!(journal.take().is_empty());
}

#[test]
fn outside_of_scripts_there_is_no_one_to_subscribe_for() {
    let mut game = Game::new();
    assert_eq!(
        game.refusal("event.subscribe", ["x".into(), callback(1)]),
        "event.subscribe: no script is running"
    );
}

#[test]
fn a_subscriber_may_destroy_the_entity_of_the_next() {
    let journal = Journal::default();
    let own: Arc<Mutex<Vec<Value>>> = Arc::default();
    let kept = Arc::clone(&own);
    let language = ClosureLanguage::new()
        .on("a.rs", "on_start", move |world, arguments| {
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(arguments[0].clone());
            subscribe(world, "hit", 1)
        })
        .callback(1, move |world, _| {
            for entity in own.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
                world.destroy(entity.as_entity()?)?;
            }
            Ok(Value::Null)
        })
        .noting("a.rs", &["on_stop"], &journal);
    let mut game = Game::with(language, |_| ());
    for x in [1.0, 2.0] {
        let entity = game.spawn_at(x);
        game.call("script.attach", [entity, "a.rs".into()]).expect("attaches");
    }
    game.scripts(|world| world.emit("hit", Value::Null)).expect("there is room");
    game.frame();
    assert_eq!(journal.take().len(), 2);
    game.frame();
}
