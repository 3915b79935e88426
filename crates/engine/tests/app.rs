//! Scripts in a Bevy app.

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bevy_app::{App, AppExit, Update};
use bevy_ecs::prelude::*;
use bevy_reflect::prelude::*;
use bevy_time::{TimePlugin, TimeUpdateStrategy};
use common::{ClosureLanguage, Journal, call};
use glotta_core::{Entity as ScriptEntity, ScriptError, Value};
use glotta_engine::{
    MemoryOutput, Output, ScriptAppExt as _, ScriptComponent, ScriptEnginePlugin, ScriptSystems, ScriptWorld,
    with_scripts,
};
use glotta_macros::script_api;
use glotta_runtime::MemoryReader;

#[derive(Component, Reflect, Default, Debug, PartialEq)]
struct Fuel {
    litres: f32,
}

struct FuelApi;

/// Fuel.
#[script_api(module = "fuel", entity_methods, crate = glotta_core)]
impl FuelApi {
    /// Fills the tank.
    fn fill(world: &mut ScriptWorld, entity: ScriptEntity, litres: f32) -> Result<(), ScriptError> {
        world.entity_mut(entity)?.insert(Fuel { litres });
        Ok(())
    }

    /// How many tanks there are.
    fn count(world: &mut World) -> usize {
        world.query::<&Fuel>().iter(world).count()
    }
}

fn app(language: ClosureLanguage, files: &[&str]) -> (App, MemoryOutput) {
    let output = MemoryOutput::new();
    let mut app = App::new();
    app.add_plugins((TimePlugin, ScriptEnginePlugin))
        .insert_resource(TimeUpdateStrategy::ManualDuration(Duration::from_millis(100)))
        .add_script_language(Box::new(language))
        .add_script_api::<FuelApi>()
        .register_script_component::<Fuel>();
    app.script_setup()
        .set_reader(MemoryReader::new(files.iter().map(|&file| (file, ""))))
        .set_output(output.clone());
    for &file in files {
        if file.starts_with("main") {
            app.add_script(file);
        }
    }
    (app, output)
}

#[test]
fn a_frame_of_scripts_runs_in_every_update_on_the_games_time() {
    let times: Arc<Mutex<Vec<f64>>> = Arc::default();
    let seen = Arc::clone(&times);
    let language = ClosureLanguage::new().on("main.rs", "update", move |world, arguments| {
        let dt = call(world, "engine.frame_time", [])?;
        assert_eq!(arguments, std::slice::from_ref(&dt));
        seen.lock()
            .expect("free")
            .extend([dt.as_float()?, call(world, "engine.total_time", [])?.as_float()?]);
        call(world, "engine.set_time_scale", [Value::Float(0.5)])?;
        assert_eq!(call(world, "engine.time_scale", []).ok(), Some(Value::Float(0.5)));
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(call(world, "engine.set_time_scale", [Value::Float(bad)]).is_err());
        }
        Ok(Value::Null)
    });
    let (mut app, output) = app(language, &["main.rs"]);
    app.finish();
    app.cleanup();
    app.update();
    app.update();
    app.update();
    assert_eq!(output.take(), []);
    assert_eq!(*times.lock().expect("free"), [0.0, 0.0, 0.05, 0.05, 0.05, 0.1]);
}

#[test]
fn an_app_that_was_never_finished_starts_with_its_first_update() {
    let journal = Journal::default();
    let (mut app, _) = app(ClosureLanguage::new().noting("main.rs", &["on_start"], &journal), &["main.rs"]);
    app.update();
    assert_eq!(journal.take(), ["on_start"]);
}

#[test]
fn systems_order_themselves_around_the_scripts() {
    #[derive(Resource, Default)]
    struct Order(Vec<&'static str>);
    let language = ClosureLanguage::new().on("main.rs", "update", |world, _| {
        world.world_mut().resource_mut::<Order>().0.push("scripts");
        Ok(Value::Null)
    });
    let (mut app, _) = app(language, &["main.rs"]);
    app.init_resource::<Order>().add_systems(
        Update,
        (
            (|mut order: ResMut<'_, Order>| order.0.push("after")).after(ScriptSystems::Frame),
            (|mut order: ResMut<'_, Order>| order.0.push("before")).before(ScriptSystems::Frame),
        ),
    );
    app.update();
    assert_eq!(app.world().resource::<Order>().0, ["before", "scripts", "after"]);
}

#[test]
fn scripts_stop_when_the_app_exits() {
    let journal = Journal::default();
    let language =
        ClosureLanguage::new().noting("a.rs", &["on_stop"], &journal).on("main.rs", "update", |world, _| {
            world.world_mut().write_message(AppExit::Success);
            Ok(Value::Null)
        });
    let (mut app, _) = app(language, &["main.rs", "a.rs"]);
    app.world_mut().spawn(ScriptComponent::new("a.rs"));
    app.finish();
    app.cleanup();
    app.update();
    assert!(app.should_exit().is_some());
    assert_eq!(journal.take().len(), 1);
}

#[test]
fn scripts_stop_when_the_last_system_of_all_ends_the_app() {
    let journal = Journal::default();
    let language = ClosureLanguage::new().noting("a.rs", &["on_stop"], &journal);
    let (mut app, _) = app(language, &["a.rs"]);
    app.add_systems(
        bevy_app::Last,
        (|world: &mut World| {
            let _ = world.write_message(AppExit::Success);
        })
        .after(ScriptSystems::Stop),
    );
    app.world_mut().spawn(ScriptComponent::new("a.rs"));
    app.update();
    assert!(app.should_exit().is_some());
    assert_eq!(journal.take().len(), 1);
}

#[test]
fn a_world_that_is_dropped_under_its_scripts_is_told_of() {
    for is_stopped in [false, true] {
        let (mut app, output) = app(ClosureLanguage::new(), &["a.rs"]);
        app.world_mut().spawn(ScriptComponent::new("a.rs"));
        app.update();
        if is_stopped {
            glotta_engine::stop_scripts(app.world_mut());
        }
        drop(output.take());
        drop(app);
        let told = format!("{:?}", output.take());
        assert_eq!(told.contains("call stop_scripts before the world is dropped"), !is_stopped, "{told}");
    }
}

#[test]
fn a_games_own_functions_and_components_are_there() {
    let language = ClosureLanguage::new().on("a.rs", "update", |world, arguments| {
        let fill = FuelApi::function("fill");
        let mut frame = common::HandleFrame::default();
        frame.values.arguments.extend([arguments[0].clone(), Value::Int(7)]);
        fill.call(&mut frame, world)?;
        let fuel = call(world, "component.get", [arguments[0].clone(), "Fuel".into()])?;
        assert_eq!(fuel, common::table([("litres", Value::Float(7.0))]));
        Ok(Value::Null)
    });
    let (mut app, output) = app(language, &["a.rs"]);
    let entity = app.world_mut().spawn(ScriptComponent::new("a.rs")).id();
    let api = app.script_setup().api().expect("complete");
    assert!(api.function("fuel", "fill").is_some());
    assert!(api.entity_methods().any(|method| method.name == "fill"));
    app.update();
    assert_eq!(output.take(), []);
    assert_eq!(app.world().get::<Fuel>(entity), Some(&Fuel { litres: 7.0 }));
    let count = with_scripts(app.world_mut(), |world| {
        let mut frame = common::HandleFrame::default();
        FuelApi::function("count").call(&mut frame, world).map(|()| frame.values.result)
    });
    assert_eq!(count.expect("scripts run").ok(), Some(Value::Int(1)));
}

impl FuelApi {
    fn function(name: &str) -> &'static glotta_core::Function {
        let functions = <Self as glotta_core::ScriptApi>::MODULE.functions;
        functions.iter().find(|function| function.name == name).expect("bound")
    }
}

#[test]
fn an_app_whose_functions_clash_says_so_and_runs_on() {
    struct Twin;
    /// Clashes.
    #[script_api(module = "entity", crate = glotta_core)]
    impl Twin {
        /// A second one.
        fn create() {}
    }
    let (mut app, output) = app(ClosureLanguage::new(), &[]);
    app.add_script_api::<Twin>();
    app.update();
    app.update();
    let output = output.take();
    assert!(
        matches!(&output[..], [Output::Error(error)] if error.message() == "the function entity.create is registered twice"),
        "{output:?}"
    );
}

#[test]
fn two_types_of_messages_with_one_name_are_refused_with_both_their_paths() {
    mod of_players {
        #[derive(bevy_ecs::message::Message, bevy_reflect::Reflect)]
        pub(super) struct Hit;
    }
    mod of_balls {
        #[derive(bevy_ecs::message::Message, bevy_reflect::Reflect)]
        pub(super) struct Hit;
    }
    let (mut app, output) = app(ClosureLanguage::new(), &[]);
    app.bridge_message::<of_players::Hit>().bridge_message::<of_balls::Hit>();
    // Once more is no harm.
    app.bridge_message::<of_players::Hit>();
    app.update();
    let output = output.take();
    let [Output::Error(error)] = &output[..] else { panic!("{output:?}") };
    let expected = "two types of messages are both events called Hit: app::of_players::Hit and app::of_balls::Hit; \
                    rename one, or bridge one only";
    assert_eq!(error.message(), expected);
}

#[test]
fn every_function_is_documented() {
    for module in glotta_engine::api::MODULES {
        assert!(!module.doc.is_empty(), "{}", module.name);
        for function in module.functions {
            assert!(!function.doc.is_empty(), "{function}");
        }
    }
}
