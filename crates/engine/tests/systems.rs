//! Systems of scripts and of the game, in one order.

mod common;

use std::time::Duration;

use bevy_app::App;
use bevy_ecs::prelude::*;
use bevy_time::{TimePlugin, TimeUpdateStrategy};
use common::{ClosureLanguage, Game, Journal, call, callback, list};
use glotta_core::{ScriptError, Value};
use glotta_engine::{
    MemoryOutput, Output, ScriptAppExt as _, ScriptEnginePlugin, ScriptWorld, SystemOptions, SystemPhase,
    SystemTime,
};
use glotta_runtime::MemoryReader;

/// Registers a system with the callback of a slot: phase and priority.
fn register(
    world: &mut ScriptWorld,
    name: &str,
    slot: u64,
    phase: &str,
    priority: i64,
) -> Result<Value, ScriptError> {
    call(world, "system.register", [name.into(), callback(slot), phase.into(), Value::Int(priority)])
}

/// What a callback does that notes a name and what it is given.
fn noting(
    journal: &Journal,
    name: &'static str,
) -> impl Fn(&mut ScriptWorld, &[Value]) -> Result<Value, ScriptError> + Send + Sync + 'static {
    let journal = journal.clone();
    move |_, arguments| {
        journal.note(format!("{name} {}", arguments[0]));
        Ok(Value::Null)
    }
}

#[derive(Resource, Default)]
struct Notes(Vec<String>);

fn note(name: &'static str) -> impl Fn(ResMut<'_, Notes>, Res<'_, SystemTime>) {
    move |mut notes, time| notes.0.push(format!("{name} {}", time.delta_secs_f64()))
}

fn app(language: ClosureLanguage, milliseconds: u64) -> (App, MemoryOutput) {
    let output = MemoryOutput::new();
    let mut app = App::new();
    app.add_plugins((TimePlugin, ScriptEnginePlugin))
        .insert_resource(TimeUpdateStrategy::ManualDuration(Duration::from_millis(milliseconds)))
        .init_resource::<Notes>()
        .add_script_language(Box::new(language))
        .add_script("main.rs");
    app.script_setup().set_reader(MemoryReader::new([("main.rs", "")])).set_output(output.clone());
    (app, output)
}

#[test]
fn systems_run_around_the_updates_of_scripts_and_before_events() {
    let journal = Journal::default();
    let language = ClosureLanguage::new()
        .on("a.rs", "on_start", |world, _| {
            register(world, "late", 1, "post_update", 0)?;
            register(world, "beside", 2, "update", 0)?;
            register(world, "before", 3, "update", 101)?;
            register(world, "early", 4, "pre_update", -5)?;
            call(world, "event.subscribe", ["tick".into(), callback(5)])
        })
        .noting("a.rs", &["update"], &journal)
        .callback(1, |world, _| world.emit("tick", Value::Bool(true)).map(|()| Value::Null))
        .callback(2, noting(&journal, "beside"))
        .callback(3, noting(&journal, "before"))
        .callback(4, noting(&journal, "early"))
        .callback(5, noting(&journal, "event"));
    let mut game = Game::with(language, |setup| {
        setup.add_script("a.rs");
    });
    game.frame();
    assert_eq!(journal.take(), ["early 0.0", "before 0.0", "update 0.0", "beside 0.0", "event true"]);
    assert_eq!(
        game.call("system.list", []).ok(),
        Some(list(["early", "before", "scripts", "beside", "late"]))
    );
    game.call("system.disable", ["scripts".into()]).expect("known");
    game.call("system.set_priority", ["beside".into(), Value::Int(500)]).expect("known");
    game.frame();
    assert_eq!(journal.take(), ["early 0.0", "beside 0.0", "before 0.0", "event true"]);
}

#[test]
fn the_updates_of_scripts_may_have_a_rate_of_their_own() {
    let journal = Journal::default();
    let language = ClosureLanguage::new().noting("main.rs", &["on_start", "update"], &journal);
    let (mut app, _) = app(language, 125);
    app.finish();
    app.cleanup();
    app.update();
    assert_eq!(journal.take(), ["on_start", "update 0.0"]);
    glotta_engine::with_scripts(app.world_mut(), |world| {
        call(world, "system.set_update_rate", ["scripts".into(), Value::Int(4)])
    })
    .expect("there are scripts")
    .expect("a rate");
    (0..5).for_each(|_| app.update());
    assert_eq!(journal.take(), ["update 0.25", "update 0.25"]);
}

#[test]
fn systems_of_the_game_run_in_line_with_those_of_scripts_and_obey_them() {
    let journal = Journal::default();
    let language = ClosureLanguage::new()
        .on("main.rs", "on_start", |world, _| register(world, "b", 1, "update", 5))
        .callback(1, |world, _| {
            world.world_mut().resource_mut::<Notes>().0.push("b".to_owned());
            Ok(Value::Null)
        })
        .on("main.rs", "update", |world, _| {
            if world.frame() == 2 {
                call(world, "system.disable", ["c".into()])?;
                call(world, "system.set_update_rate", ["a".into(), Value::Float(4.0)])?;
            }
            Ok(Value::Null)
        })
        .noting("main.rs", &["on_stop"], &journal);
    let (mut app, output) = app(language, 125);
    app.add_script_controlled_system("c", SystemOptions::default().with_priority(5), note("c"))
        .add_script_controlled_system("a", SystemOptions::default().with_priority(5), note("a"))
        .add_script_controlled_system("last", SystemPhase::PostUpdate, |mut notes: ResMut<'_, Notes>| {
            notes.0.push("last".to_owned());
        });
    app.finish();
    app.cleanup();
    // The clock's first update takes no time.
    app.update();
    app.world_mut().resource_mut::<Notes>().0.clear();
    app.update();
    let frame = |app: &mut App| {
        let notes = std::mem::take(&mut app.world_mut().resource_mut::<Notes>().0);
        app.update();
        notes
    };
    assert_eq!(frame(&mut app), ["a 0.125", "b", "c 0.125", "last"]);
    // The updates of scripts come first, and what they do counts at once.
    assert_eq!(frame(&mut app), ["b", "last"]);
    assert_eq!(frame(&mut app), ["a 0.25", "b", "last"]);
    assert_eq!(output.take(), []);
}

#[test]
fn a_system_of_the_game_that_fails_rests_and_one_without_what_it_asks_for_is_passed_over() {
    #[derive(Resource)]
    struct Wanted;
    #[derive(Component)]
    struct Alone;
    let (mut app, output) = app(ClosureLanguage::new().on("main.rs", "update", |_, _| Ok(Value::Null)), 100);
    app.add_script_controlled_system("bad", SystemPhase::Update, |wanted: Option<Res<'_, Wanted>>| {
        wanted.map(drop).ok_or_else(|| BevyError::from("nothing is there"))
    })
    .add_script_controlled_system("single", SystemPhase::Update, |_: Single<'_, '_, &Alone>| ())
    .add_script_controlled_system("world", SystemPhase::Update, |world: &mut World| {
        world.resource_mut::<Notes>().0.push("world".to_owned());
    });
    app.update();
    app.update();
    let runs = |app: &mut App, name: &str| {
        glotta_engine::with_scripts(app.world_mut(), |world| {
            world.system(name).map(|system| (system.statistics.runs, system.failed))
        })
        .expect("there are scripts")
        .expect("known")
    };
    assert_eq!(runs(&mut app, "bad"), (1, true));
    assert_eq!(runs(&mut app, "single"), (0, false));
    assert_eq!(runs(&mut app, "world"), (2, false));
    let output = output.take();
    let [Output::Error(error)] = &output[..] else { panic!("{output:?}") };
    assert!(
        error.message().starts_with("the system \"bad\" failed and rests: nothing is there"),
        "{}",
        error.message()
    );
    app.world_mut().insert_resource(Wanted);
    app.world_mut().spawn(Alone);
    glotta_engine::with_scripts(app.world_mut(), |world| world.enable_system("bad", true))
        .expect("there are scripts")
        .expect("known");
    app.update();
    assert_eq!(runs(&mut app, "bad"), (2, false));
    assert_eq!(runs(&mut app, "single"), (1, false));
}

#[test]
fn two_systems_of_the_game_of_one_name_are_refused_at_the_start() {
    let (mut app, output) = app(ClosureLanguage::new().on("main.rs", "update", |_, _| Ok(Value::Null)), 100);
    app.add_script_controlled_system("twin", SystemPhase::Update, || ()).add_script_controlled_system(
        "twin",
        SystemPhase::Update,
        || (),
    );
    app.update();
    let output = output.take();
    assert!(
        matches!(&output[..], [Output::Error(error)] if error.message().contains("there is a system \"twin\" already")),
        "{output:?}"
    );
}

#[test]
fn a_system_may_end_itself_its_script_and_others_while_it_runs() {
    let journal = Journal::default();
    let language = ClosureLanguage::new()
        .on("a.rs", "on_start", |world, _| {
            register(world, "a", 1, "update", 0)?;
            register(world, "b", 2, "update", 0)?;
            register(world, "c", 3, "update", 0)
        })
        .on("b.rs", "on_start", |world, _| register(world, "d", 4, "update", 0))
        .callback(1, |world, _| {
            call(world, "system.unregister", ["a".into()])?;
            // A new one of the same name is another, and begins with the next frame.
            register(world, "a", 5, "update", 0)
        })
        .callback(2, |world, _| {
            world.session(|session, world| {
                let script = session.script("a.rs").expect("loaded");
                session.unload(world, script);
            });
            Ok(Value::Null)
        })
        .callback(3, noting(&journal, "c"))
        .callback(4, noting(&journal, "d"))
        .callback(5, noting(&journal, "a"));
    let mut game = Game::with(language, |setup| {
        setup.add_script("a.rs").add_script("b.rs");
    });
    game.frame();
    assert_eq!(journal.take(), ["d 0.0"]);
    game.frame();
    assert_eq!(journal.take(), ["d 0.0"]);
    assert_eq!(game.call("system.list", []).ok(), Some(list(["scripts", "d"])));
    assert_eq!(game.output.take(), []);
}

#[test]
fn a_systems_error_names_it_and_its_place_and_its_own_work_after_its_end_is_no_harm() {
    let language = ClosureLanguage::new()
        .on("a.rs", "on_start", |world, _| register(world, "bad", 1, "update", 0))
        .callback(1, |world, _| {
            call(world, "system.unregister", ["bad".into()])?;
            call(world, "system.unregister", ["bad".into()])
        });
    let mut game = Game::with(language, |setup| {
        setup.add_script("a.rs");
    });
    game.frame();
    game.frame();
    let output = game.output.take();
    assert!(
        matches!(&output[..], [Output::Error(error)] if error.to_string()
            == "a.rs: a system failed that is unregistered now: system.unregister: there is no system \"bad\""),
        "{output:?}"
    );
}

#[test]
fn outside_of_scripts_there_is_no_one_to_register_for() {
    let mut game = Game::new();
    assert_eq!(
        game.refusal("system.register", ["x".into(), callback(1)]),
        "system.register: no script is running"
    );
    assert_eq!(
        game.refusal(
            "system.register",
            [
                "x".into(),
                callback(1),
                Value::Null,
                Value::Null,
                Value::Null,
                Value::Null,
                list(["Transfrom"])
            ]
        ),
        "system.register: writes: element 1: no component is called \"Transfrom\"; did you mean \"Transform\"?"
    );
}

#[test]
fn systems_that_wait_at_the_end_of_the_game_do_not_run_any_more() {
    let journal = Journal::default();
    let language = ClosureLanguage::new()
        .on("a.rs", "on_start", |world, _| register(world, "a", 1, "update", 0))
        .callback(1, noting(&journal, "a"))
        .on("a.rs", "on_stop", |world, _| register(world, "b", 1, "update", 0));
    let mut game = Game::with(language, |setup| {
        setup.add_script("a.rs");
    });
    game.frame();
    game.scripts(ScriptWorld::stop);
    game.frame();
    assert_eq!(journal.take(), ["a 0.0"]);
    assert_eq!(game.call("system.list", []).ok(), Some(list::<&str>([])));
    assert_eq!(game.output.take(), []);
}
