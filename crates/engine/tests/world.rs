//! The world while scripts have it: swapped in and out, whole.

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};

use bevy_ecs::prelude::*;
use bevy_ecs::system::RunSystemOnce as _;
use bevy_transform::components::Transform;
use common::{ClosureLanguage, Game, Unit};
use glotta_core::{ErrorKind, Value};
use glotta_engine::{ScriptComponent, ScriptWorld, script_entity, stop_scripts, with_scripts};

#[derive(Resource, Default)]
struct Seen(Vec<usize>);

#[test]
fn systems_see_each_change_of_the_scripts_once() {
    let mut game = Game::new();
    game.world.init_resource::<Seen>();
    let entity = script_entity(game.world.spawn(Transform::default()).id());
    let mut schedule = Schedule::default();
    let script = move |world: &mut World| {
        let moved = with_scripts(world, |scripts| {
            let mut found = scripts.entity_mut(entity).expect("alive");
            found.get_mut::<Transform>().expect("there").translation.x += 1.0;
        });
        moved.expect("scripts run");
    };
    let watch = |changed: Query<'_, '_, Entity, Changed<Transform>>, mut seen: ResMut<'_, Seen>| {
        seen.0.push(changed.iter().count());
    };
    schedule.add_systems((script.run_if(|seen: Res<'_, Seen>| seen.0.len() % 2 == 1), watch).chain());
    for _ in 0..5 {
        schedule.run(&mut game.world);
    }
    assert_eq!(game.world.resource::<Seen>().0, [1, 1, 0, 1, 0]);
}

#[test]
fn the_last_run_of_the_system_is_known_inside() {
    let mut game = Game::new();
    game.world.init_resource::<Seen>();
    game.world.spawn(Unit::default());
    let mut schedule = Schedule::default();
    schedule.add_systems(|world: &mut World| {
        let count = with_scripts(world, |scripts| {
            let mut changed = scripts.world_mut().query_filtered::<Entity, Changed<Unit>>();
            changed.iter(scripts.world()).count()
        });
        world.resource_mut::<Seen>().0.push(count.expect("scripts run"));
    });
    schedule.run(&mut game.world);
    schedule.run(&mut game.world);
    game.world.spawn(Unit::default());
    schedule.run(&mut game.world);
    assert_eq!(game.world.resource::<Seen>().0, [1, 0, 1]);
}

#[test]
fn commands_and_observers_work_inside() {
    #[derive(Event)]
    struct Ping;
    let mut game = Game::new();
    game.world.init_resource::<Seen>();
    game.world.add_observer(|_: On<'_, '_, Ping>, mut commands: Commands<'_, '_>| {
        commands.spawn(Unit::default());
    });
    game.world.add_observer(|_: On<'_, '_, Add<Unit>>, mut seen: ResMut<'_, Seen>| seen.0.push(1));
    game.scripts(|scripts| {
        scripts.world_mut().trigger(Ping);
        scripts.world_mut().commands().spawn(Unit::default());
        scripts.world_mut().flush();
        assert_eq!(scripts.world().resource::<Seen>().0, [1, 1]);
        let count = scripts.world_mut().run_system_once(|units: Query<'_, '_, &Unit>| units.iter().count());
        assert_eq!(count.expect("runs"), 2);
    });
    assert_eq!(game.world.resource::<Seen>().0, [1, 1]);
}

#[test]
fn commands_queued_before_are_not_lost() {
    let mut game = Game::new();
    game.world.commands().spawn(Unit::default());
    game.scripts(|scripts| {
        scripts.world_mut().commands().queue(|world: &mut World| {
            world.init_resource::<Seen>();
        });
    });
    game.world.flush();
    assert_eq!(game.world.query::<&Unit>().iter(&game.world).count(), 1);
    assert!(game.world.contains_resource::<Seen>());
}

#[test]
fn a_panic_leaves_the_world_where_it_was() {
    let mut game = Game::new();
    let entity = game.world.spawn(Unit::default()).id();
    let id = game.world.id();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        game.scripts(|scripts| {
            scripts.world_mut().spawn(Unit::default());
            panic!("in the middle of it");
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(game.world.id(), id);
    assert!(game.world.get::<Unit>(entity).is_some());
    assert_eq!(game.world.query::<&Unit>().iter(&game.world).count(), 2);
    game.frame();
}

#[test]
fn scripts_cannot_be_entered_twice_and_need_a_start() {
    let mut game = Game::new();
    let nested = game.scripts(|scripts| with_scripts(scripts.world_mut(), |_| ()));
    let error = nested.expect_err("they run already");
    assert_eq!(error.message(), "the scripts of this world are running already");
    let error = with_scripts(&mut World::new(), |_| ()).expect_err("no scripts");
    assert_eq!(error.kind(), ErrorKind::Host);
    stop_scripts(&mut World::new());
}

#[test]
fn a_start_that_failed_is_remembered() {
    let mut world = World::new();
    let mut setup = glotta_engine::ScriptSetup::new();
    setup.add_language(Box::new(ClosureLanguage::new())).add_language(Box::new(ClosureLanguage::new()));
    let output = glotta_engine::MemoryOutput::new();
    setup.set_output(output.clone());
    let error = setup.start(&mut world).expect_err("two languages with one name");
    assert_eq!(with_scripts(&mut world, |_| ()).expect_err("it never started"), error);
    assert_eq!(output.take().len(), 1);
}

#[test]
fn a_world_put_in_the_place_of_the_game_is_not_mistaken_for_it() {
    let mut game = Game::new();
    let entity = game.spawn(Unit::default());
    game.field(&entity, "Unit", "hp").expect("bound and measured");
    game.scripts(|scripts| {
        let mut other = World::new();
        other.spawn(Transform::default());
        std::mem::swap(scripts.world_mut(), &mut other);
        let found = scripts.get_component(entity.as_entity().expect("one"), "Unit");
        assert!(!matches!(found, Ok(Some(_))));
        std::mem::swap(scripts.world_mut(), &mut other);
    });
    assert!(game.field(&entity, "Unit", "hp").is_ok());
}

#[test]
fn chance_is_the_same_on_every_run() {
    let draw = |seed| {
        let mut game = Game::with(ClosureLanguage::new(), |setup| {
            setup.set_seed(seed);
        });
        let mut numbers = Vec::new();
        for _ in 0..100 {
            let number =
                game.call("engine.random", []).and_then(|number| number.as_float()).expect("a number");
            assert!((0.0..1.0).contains(&number));
            numbers.push(number);
        }
        numbers
    };
    assert_eq!(draw(1), draw(1));
    assert_ne!(draw(1), draw(2));
    // The generator's algorithm is part of what a recorded game relies on.
    let mut game = Game::with(ClosureLanguage::new(), |setup| {
        setup.set_seed(1);
    });
    let numbers: Vec<Value> = (0..5)
        .map(|_| game.call("engine.random_int", [Value::Int(1), Value::Int(6)]).expect("a number"))
        .collect();
    let first: Vec<i64> = numbers.iter().map(|number| number.as_int().expect("whole")).collect();
    assert!(first.iter().all(|number| (1..=6).contains(number)));
    let all = [Value::Int(i64::MIN), Value::Int(i64::MAX)];
    assert!(game.call("engine.random_int", all).is_ok());
    assert_eq!(game.call("engine.random_int", [Value::Int(3), Value::Int(3)]).ok(), Some(Value::Int(3)));
    let message = game.refusal("engine.random_int", [Value::Int(2), Value::Int(1)]);
    assert!(message.ends_with("min must not be greater than max, got 2 and 1"), "{message}");
}

#[test]
fn the_time_without_a_clock_stands_still() {
    let mut game = Game::new();
    assert_eq!(game.call("engine.frame_time", []).ok(), Some(Value::Float(0.0)));
    assert_eq!(game.call("engine.total_time", []).ok(), Some(Value::Float(0.0)));
    assert_eq!(game.call("engine.time_scale", []).ok(), Some(Value::Float(1.0)));
    let message = game.refusal("engine.set_time_scale", [Value::Int(1)]);
    assert!(message.ends_with("it lacks the TimePlugin"), "{message}");
    game.frame();
    assert_eq!(game.call("engine.frame", []).ok(), Some(Value::Int(1)));
}

#[test]
fn a_setting_is_read_by_its_dotted_name() {
    let waves = common::table([("size", Value::Int(40))]);
    let settings = [("waves".to_owned(), waves)].into_iter().collect();
    let mut game = Game::with(ClosureLanguage::new(), |setup| {
        setup.set_settings(settings);
    });
    assert_eq!(game.call("engine.setting", ["waves.size".into()]).ok(), Some(Value::Int(40)));
    assert_eq!(game.call("engine.setting", ["waves.every".into(), Value::Int(2)]).ok(), Some(Value::Int(2)));
    assert_eq!(game.call("engine.setting", ["nothing".into()]).ok(), Some(Value::Null));
}

#[test]
fn a_scripts_world_may_spawn_and_end_what_the_game_asks_for() {
    let mut game = Game::new();
    game.scripts(|scripts: &mut ScriptWorld| {
        let entity = scripts.spawn();
        scripts.add_component(entity, "Transform", &common::table([])).expect("added");
        assert!(scripts.entity(entity).expect("alive").contains::<Transform>());
        scripts.destroy(entity).expect("destroyed");
        assert!(scripts.entity(entity).is_err());
    });
    assert_eq!(game.world.query::<&ScriptComponent>().iter(&game.world).count(), 0);
}
