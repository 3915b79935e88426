//! Scripts on entities: attaching, the frame, stopping, and what scripts do to each other while they run.

mod common;

use bevy_ecs::prelude::*;
use common::{ClosureLanguage, Game, Journal, call, callback, table};
use glotta_core::{ErrorKind, ScriptError, Value};
use glotta_engine::{
    LogLevel, Output, ScriptComponent, ScriptInstance, ScriptWorld, ecs_entity, script_entity,
};

const ALL: [&str; 3] = ["on_start", "update", "on_stop"];

fn noting(journal: &Journal) -> ClosureLanguage {
    ClosureLanguage::new().noting("a.rs", &ALL, journal).noting("b.rs", &ALL, journal)
}

fn ecs(entity: &Value) -> Entity {
    ecs_entity(entity.as_entity().expect("an entity")).expect("of this engine")
}

#[test]
fn a_component_brings_its_scripts_to_life_and_takes_them_along() {
    let journal = Journal::default();
    let mut game = Game::with(noting(&journal), |_| ());
    let entity = game.spawn(ScriptComponent::new("a.rs"));
    assert!(journal.take().is_empty());
    game.frame();
    assert_eq!(journal.take(), [format!("on_start {entity}"), format!("update {entity}")]);
    game.frame();
    assert_eq!(journal.take(), [format!("update {entity}")]);
    game.world.entity_mut(ecs(&entity)).remove::<ScriptComponent>();
    game.frame();
    assert_eq!(journal.take(), [format!("on_stop {entity}")]);
    game.frame();
    assert!(journal.take().is_empty());
}

#[test]
fn scripts_run_by_path_and_then_by_the_order_of_their_entities() {
    let journal = Journal::default();
    let mut game = Game::with(noting(&journal), |_| ());
    let one = game.spawn(ScriptComponent::new("b.rs"));
    let two = game.spawn((ScriptComponent::new("a.rs"), Name::new("other table")));
    let three = game.spawn(ScriptComponent::new("a.rs").with(ScriptInstance::new("b.rs")));
    game.frame();
    journal.take();
    game.frame();
    let order = [&two, &three, &one, &three];
    assert_eq!(journal.take(), order.map(|entity| format!("update {entity}")));
}

#[test]
fn a_change_of_the_component_is_followed() {
    let journal = Journal::default();
    let mut game = Game::with(noting(&journal).noting("a.rs", &["patrol"], &journal), |_| ());
    let entity = game.spawn(ScriptComponent::new("a.rs"));
    game.frame();
    journal.take();
    let change = |game: &mut Game, change: &dyn Fn(&mut Vec<ScriptInstance>)| {
        let mut component = game.world.get_mut::<ScriptComponent>(ecs(&entity)).expect("there");
        change(&mut component.scripts);
        game.frame();
    };
    change(&mut game, &|scripts| scripts[0].enabled = false);
    assert!(journal.take().is_empty());
    change(&mut game, &|scripts| scripts[0].enabled = true);
    assert_eq!(journal.take(), [format!("update {entity}")]);
    change(&mut game, &|scripts| scripts[0].update = "patrol".to_owned());
    let expected = ["on_stop", "on_start", "patrol"].map(|name| format!("{name} {entity}"));
    assert_eq!(journal.take(), expected);
    change(&mut game, &|scripts| scripts.insert(0, ScriptInstance::new("./b.rs")));
    assert_eq!(journal.take(), ["on_start", "patrol", "update"].map(|name| format!("{name} {entity}")));
    change(&mut game, &|scripts| scripts.push(ScriptInstance::new("b.rs")));
    assert_eq!(journal.take(), ["patrol", "update"].map(|name| format!("{name} {entity}")), "once is enough");
    change(&mut game, &Vec::clear);
    let mut ended = journal.take();
    ended.sort();
    assert_eq!(ended, [format!("on_stop {entity}"), format!("on_stop {entity}")]);
}

#[test]
fn data_written_every_frame_does_not_start_anything_anew() {
    let journal = Journal::default();
    let language = noting(&journal).on("c.rs", "update", |world, arguments| {
        let data = world.data(arguments[0].as_entity()?)?;
        let frame = Value::Int(i64::try_from(world.frame()).expect("few"));
        glotta_core::Host::set_data(world, &data, &common::name("frame"), frame)?;
        Ok(Value::Null)
    });
    let mut game = Game::with(language, |_| ());
    let entity = game.spawn(ScriptComponent::new("c.rs").with(ScriptInstance::new("a.rs")));
    for _ in 0..3 {
        game.frame();
    }
    let updates = ["on_start", "update", "update", "update"].map(|name| format!("{name} {entity}"));
    assert_eq!(journal.take(), updates);
    let component = game.world.get::<ScriptComponent>(ecs(&entity)).expect("there");
    assert_eq!(component.data.value(), &table([("frame", Value::Int(2))]));
}

#[test]
fn a_script_attached_by_a_script_starts_with_the_next_frame() {
    let journal = Journal::default();
    let language = noting(&journal).on("main.rs", "on_start", |world, _| {
        let entity = world.spawn();
        call(world, "script.attach", [entity.into(), "a.rs".into()])?;
        call(world, "script.attach", [entity.into(), "./a.rs".into()])?;
        let data = world.data(entity)?;
        glotta_core::Host::set_data(world, &data, &common::name("hp"), Value::Int(5))?;
        Ok(Value::Null)
    });
    let mut game = Game::with(language, |setup| {
        setup.add_script("main.rs");
    });
    game.frame();
    assert!(journal.take().is_empty());
    game.frame();
    let lines = journal.take();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("on_start") && lines[1].starts_with("update"), "{lines:?}");
}

#[test]
fn attaching_what_cannot_be_loaded_is_an_error_and_changes_nothing() {
    let journal = Journal::default();
    let language = noting(&journal)
        .on("broken.rs", "", |_, _| Err(ScriptError::new(ErrorKind::Runtime, "no good")))
        .on("suicide.rs", "", |world, _| {
            let all = world.with_component("Transform")?;
            all.into_iter().try_for_each(|entity| world.destroy(entity))?;
            Ok(Value::Null)
        });
    let mut game = Game::with(language, |_| ());
    let entity = game.spawn_at(0.0);
    for path in ["missing.rs", "broken.rs", "../a.rs", "a.lua", ""] {
        assert!(game.call("script.attach", [entity.clone(), path.into()]).is_err(), "{path}");
    }
    assert!(game.world.get::<ScriptComponent>(ecs(&entity)).is_none());
    let message = game.refusal("script.attach", [entity, "suicide.rs".into()]);
    assert!(message.contains("does not exist"), "{message}");
    game.frame();
}

#[test]
fn a_broken_script_that_a_component_lists_is_told_of_once_even_if_it_is_looked_at_for_another_script() {
    let journal = Journal::default();
    let language = noting(&journal)
        .on("broken.rs", "", |_, _| Err(ScriptError::new(ErrorKind::Runtime, "no good")))
        .on("main.rs", "on_start", |world, _| {
            // The error of an attachment that was asked for is the script's own.
            let bare = world.spawn();
            assert!(call(world, "script.attach", [bare.into(), "broken.rs".into()]).is_err());
            assert_eq!(world.session(|session, _| session.error_count()), 0);
            let entity = world.spawn();
            world.entity_mut(entity)?.insert(ScriptComponent::new("broken.rs"));
            call(world, "script.attach", [entity.into(), "a.rs".into()])?;
            Ok(Value::Null)
        });
    let mut game = Game::with(language, |setup| {
        setup.add_script("main.rs");
    });
    game.frame();
    game.frame();
    let errors = game.scripts(|world| world.session(|session, _| session.error_count()));
    assert_eq!(errors, 1);
    assert!(matches!(&game.output.take()[..], [Output::Error(error)] if error.message() == "no good"));
}

#[test]
fn detaching_stops_the_script_at_once() {
    let journal = Journal::default();
    let mut game = Game::with(noting(&journal), |_| ());
    let entity = game.spawn(ScriptComponent::new("a.rs").with(ScriptInstance::new("b.rs")));
    game.frame();
    journal.take();
    let detached = game.call("script.detach", [entity.clone(), "a.rs".into()]);
    assert_eq!(detached.ok(), Some(Value::Bool(true)));
    assert_eq!(journal.take(), [format!("on_stop {entity}")]);
    let detached = game.call("script.detach", [entity.clone(), "a.rs".into()]);
    assert_eq!(detached.ok(), Some(Value::Bool(false)));
    game.frame();
    assert_eq!(journal.take(), [format!("update {entity}")]);
    assert_eq!(
        game.world.get::<ScriptComponent>(ecs(&entity)).map(|component| component.scripts.len()),
        Some(1)
    );
}

#[test]
fn destroying_runs_on_stop_while_the_entity_exists_and_is_seen_at_once() {
    let journal = Journal::default();
    let notes = journal.clone();
    let language = ClosureLanguage::new()
        .on("a.rs", "update", {
            let notes = journal.clone();
            move |world, arguments| {
                notes.note(format!("update {}", arguments[0]));
                call(world, "entity.destroy", [arguments[0].clone()])?;
                let valid = call(world, "entity.is_valid", [arguments[0].clone()])?;
                notes.note(format!("valid after: {valid}"));
                Ok(Value::Null)
            }
        })
        .on("a.rs", "on_stop", move |world, arguments| {
            let at = call(world, "component.get_position", [arguments[0].clone()])?;
            notes.note(format!("stopped at {at}"));
            call(world, "entity.destroy", [arguments[0].clone()])?;
            Ok(Value::Null)
        });
    let mut game = Game::with(language, |_| ());
    let (one, two) = (game.spawn_at(1.0), game.spawn_at(2.0));
    for entity in [&one, &two] {
        game.world.entity_mut(ecs(entity)).insert(ScriptComponent::new("a.rs"));
    }
    game.frame();
    let of = |entity: &Value, x| {
        [format!("update {entity}"), format!("stopped at Vec3({x}, 0, 0)"), "valid after: false".to_owned()]
    };
    assert_eq!(journal.take(), [of(&one, 1), of(&two, 2)].concat());
    assert!(game.output.take().is_empty(), "no errors");
    game.frame();
    assert!(journal.take().is_empty());
}

#[test]
fn destroying_a_parent_stops_the_scripts_of_its_children_too() {
    let journal = Journal::default();
    let mut game = Game::with(noting(&journal), |_| ());
    let parent = game.spawn(ScriptComponent::new("a.rs"));
    let child = game.spawn((ScriptComponent::new("b.rs"), ChildOf(ecs(&parent))));
    game.frame();
    journal.take();
    game.call("entity.destroy", [parent.clone()]).expect("destroyed");
    assert_eq!(journal.take(), [format!("on_stop {parent}"), format!("on_stop {child}")]);
    game.frame();
    assert!(journal.take().is_empty());
}

#[test]
fn an_entity_destroyed_by_an_earlier_script_of_the_frame_is_passed_over() {
    let journal = Journal::default();
    let language = noting(&journal).on("a0.rs", "update", |world, _| {
        for entity in world.tagged("doomed") {
            world.destroy(entity)?;
        }
        Ok(Value::Null)
    });
    let mut game = Game::with(language, |_| ());
    game.spawn(ScriptComponent::new("a0.rs"));
    let doomed = game.spawn((ScriptComponent::new("b.rs"), glotta_engine::Tags::new(["doomed"])));
    game.frame();
    assert_eq!(journal.take(), [format!("on_start {doomed}"), format!("on_stop {doomed}")]);
}

#[test]
fn an_entity_that_rust_despawned_is_told_of_afterwards() {
    let journal = Journal::default();
    let mut game = Game::with(noting(&journal), |_| ());
    let entity = game.spawn(ScriptComponent::new("a.rs"));
    game.frame();
    journal.take();
    game.world.despawn(ecs(&entity));
    game.frame();
    assert_eq!(journal.take(), [format!("on_stop {entity}")]);
    assert!(game.output.take().is_empty());
}

#[test]
fn a_failing_script_is_reported_once_and_the_others_run_on() {
    let journal = Journal::default();
    let language = noting(&journal)
        .on("bad.rs", "update", |_, _| Err(ScriptError::new(ErrorKind::Runtime, "no good")))
        .on("stop.rs", "on_stop", |_, _| Err(ScriptError::new(ErrorKind::Runtime, "cannot stop")));
    let mut game = Game::with(language, |_| ());
    let bad: Vec<Value> = (0..3).map(|_| game.spawn(ScriptComponent::new("bad.rs"))).collect();
    let good = game.spawn(ScriptComponent::new("a.rs").with(ScriptInstance::new("stop.rs")));
    for _ in 0..3 {
        game.frame();
    }
    let output = game.output.take();
    assert_eq!(output.len(), 1, "{output:?}");
    assert!(
        matches!(&output[0], Output::Error(error) if error.to_string() == "bad.rs:1: no good"),
        "{output:?}"
    );
    assert_eq!(journal.take().len(), 4);
    game.scripts(ScriptWorld::write_statistics);
    let statistics = game.world.get::<ScriptComponent>(ecs(&bad[0])).expect("there").scripts[0].statistics;
    assert_eq!((statistics.executions, statistics.failed), (1, true));
    let statistics = game.world.get::<ScriptComponent>(ecs(&good)).expect("there").scripts[0].statistics;
    assert_eq!((statistics.executions, statistics.failed), (4, false));
    game.call("entity.destroy", [good]).expect("an error in on_stop does not keep it alive");
    game.frame();
    assert!(matches!(&game.output.take()[..], [Output::Error(error)] if error.message() == "cannot stop"));
}

#[test]
fn a_script_that_is_not_there_is_reported_once() {
    let mut game = Game::new();
    let entity = game.spawn(ScriptComponent::new("missing.rs"));
    for _ in 0..3 {
        game.frame();
        game.world.get_mut::<ScriptComponent>(ecs(&entity)).expect("there").data.clear();
    }
    assert_eq!(game.output.take().len(), 1);
}

#[test]
fn the_end_stops_everything_and_then_cleans_up() {
    let journal = Journal::default();
    let notes = journal.clone();
    let language = noting(&journal)
        .on("main.rs", "", |world, _| call(world, "engine.on_cleanup", [callback(1)]))
        .noting("main.rs", &["update", "on_stop"], &journal)
        .callback(1, move |world, _| {
            let path = call(world, "script.path", [])?;
            notes.note(format!("cleaned up {path}"));
            Ok(Value::Null)
        });
    let mut game = Game::with(language, |setup| {
        setup.add_script("main.rs");
    });
    let one = game.spawn(ScriptComponent::new("a.rs"));
    let two = game.spawn(ScriptComponent::new("a.rs"));
    game.frame();
    journal.take();
    game.scripts(ScriptWorld::stop);
    let expected = [
        format!("on_stop {two}"),
        format!("on_stop {one}"),
        "on_stop".to_owned(),
        "cleaned up \"main.rs\"".to_owned(),
    ];
    assert_eq!(journal.take(), expected);
    game.scripts(ScriptWorld::stop);
    game.frame();
    assert!(journal.take().is_empty(), "after the end nothing runs");
}

#[test]
fn what_belongs_to_a_running_script_is_refused_outside_of_one() {
    let mut game = Game::new();
    assert_eq!(game.refusal("script.path", []), "script.path: no script is running");
    assert_eq!(game.refusal("engine.on_cleanup", [callback(1)]), "engine.on_cleanup: no script is running");
}

#[test]
fn what_scripts_print_and_log_goes_to_the_output() {
    let language = ClosureLanguage::new().on("main.rs", "update", |world, _| {
        glotta_core::Host::print(world, "hello");
        call(world, "engine.log", ["careful".into(), "warn".into()])?;
        call(world, "engine.log", ["note".into()])
    });
    let mut game = Game::with(language, |setup| {
        setup.add_script("main.rs");
    });
    game.frame();
    let expected = [
        Output::Print("hello".to_owned()),
        Output::Log(LogLevel::Warn, "careful".to_owned()),
        Output::Log(LogLevel::Info, "note".to_owned()),
    ];
    assert_eq!(game.output.take(), expected);
    let message = game.refusal("engine.log", ["x".into(), "loud".into()]);
    assert!(
        message.contains("\"loud\" is no level: expected trace, debug, info, warn or error"),
        "{message}"
    );
}

#[test]
fn update_all_gets_the_entities_together() {
    let journal = Journal::default();
    let language = ClosureLanguage::new().noting("a.rs", &["update_all", "update"], &journal);
    let mut game = Game::with(language, |_| ());
    let one = script_entity(game.world.spawn(ScriptComponent::new("a.rs")).id());
    let two = script_entity(game.world.spawn(ScriptComponent::new("a.rs")).id());
    game.frame();
    assert_eq!(journal.take(), [format!("update_all [{one:?}, {two:?}]")]);
}

#[test]
fn instances_can_be_asked_for() {
    let journal = Journal::default();
    let mut game = Game::with(noting(&journal), |_| ());
    let entity = game.spawn(ScriptComponent::new("a.rs").with(ScriptInstance::new("missing.rs")));
    game.frame();
    let entity = entity.as_entity().expect("one");
    let instances = game.scripts(|world| world.instances_of(entity));
    assert_eq!(instances.iter().map(|one| one.statistics.executions).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_body_that_attaches_to_the_entity_it_is_loaded_for_leaves_no_script_running_twice() {
    let journal = Journal::default();
    let language = noting(&journal).on("a.rs", "", |world, _| {
        let entity = call(world, "entity.find_by_name", [Value::from("me")])?;
        call(world, "script.attach", [entity, Value::from("b.rs")])
    });
    let mut game = Game::with(language, |_| ());
    let entity = game.spawn((Name::new("me"), ScriptComponent::new("a.rs")));
    game.frame();
    game.frame();
    journal.take();
    game.frame();
    assert_eq!(
        journal.take(),
        [format!("update {entity}"), format!("update {entity}")],
        "a and b, once each"
    );
    game.call("entity.destroy", [entity.clone()]).expect("it lives");
    assert_eq!(journal.take(), [format!("on_stop {entity}"), format!("on_stop {entity}")]);
}
