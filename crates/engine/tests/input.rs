//! Input from Bevy's sources, and the functions of scripts that listen to it.

mod common;

use bevy_app::App;
use bevy_ecs::prelude::*;
use bevy_input::gamepad::{Gamepad, GamepadAxis, GamepadButton};
use bevy_input::keyboard::KeyCode;
use bevy_input::keyboard::{Key, KeyboardInput};
use bevy_input::mouse::{AccumulatedMouseMotion, AccumulatedMouseScroll, MouseButton};
use bevy_input::{ButtonInput, ButtonState, InputPlugin};
use bevy_math::Vec2;
use common::{ClosureLanguage, Game, Journal, call, callback};
use glotta_core::{ScriptError, Value};
use glotta_engine::input::{InputAction, InputMap, InputSource};
use glotta_engine::{Output, ScriptAppExt as _, ScriptEnginePlugin, ScriptSetup, ScriptWorld, with_scripts};

const SOURCES: [&str; 9] = [
    "Space",
    "Mouse.Left",
    "Mouse.X",
    "Mouse.Y",
    "Mouse.ScrollX",
    "Mouse.ScrollY",
    "Pad.South",
    "Pad.RightTrigger2",
    "Pad.LeftStickX",
];

/// An action for each source, by its name; and a menu.
fn map() -> Result<InputMap, ScriptError> {
    let mut map = InputMap::new();
    map.add_context("menu", false)?;
    for name in SOURCES {
        map.add_action(name, InputAction::new().source(name)?)?;
    }
    Ok(map)
}

fn with_map(setup: &mut ScriptSetup) {
    setup.set_input(map().expect("known sources"));
}

fn values(game: &mut Game) -> Vec<f32> {
    game.frame();
    game.scripts(|world| SOURCES.map(|name| world.action_value(name).expect("known")).to_vec())
}

#[test]
fn a_world_without_bevys_input_is_at_rest() {
    let mut game = Game::with(ClosureLanguage::new(), with_map);
    assert_eq!(values(&mut game), [0.0; 9]);
}

#[test]
fn all_of_bevys_sources_are_read() {
    let mut game = Game::with(ClosureLanguage::new(), with_map);
    let mut keys = ButtonInput::<KeyCode>::default();
    keys.press(KeyCode::Space);
    let mut buttons = ButtonInput::<MouseButton>::default();
    buttons.press(MouseButton::Left);
    game.world.insert_resource(keys);
    game.world.insert_resource(buttons);
    game.world.insert_resource(AccumulatedMouseMotion { delta: Vec2::new(3.0, -4.5) });
    game.world
        .insert_resource(AccumulatedMouseScroll { delta: Vec2::new(0.0, f32::NAN), ..Default::default() });
    let mut near = Gamepad::default();
    near.analog_mut().set(GamepadAxis::LeftStickX, 0.25);
    near.digital_mut().press(GamepadButton::South);
    let mut far = Gamepad::default();
    far.analog_mut().set(GamepadAxis::LeftStickX, -0.75);
    far.analog_mut().set(GamepadButton::RightTrigger2, 0.5);
    game.world.spawn(near);
    let far = game.world.spawn(far).id();
    // The one of several gamepads that is furthest from rest counts, and what is no number counts for nothing.
    assert_eq!(values(&mut game), [1.0, 1.0, 3.0, -4.5, 0.0, 0.0, 1.0, 0.5, -0.75]);
    // A gamepad that is gone says nothing any more.
    game.world.despawn(far);
    assert_eq!(values(&mut game)[7..], [0.0, 0.25]);
}

#[test]
fn a_key_that_was_down_for_a_moment_between_two_frames_is_seen() {
    let mut game = Game::with(ClosureLanguage::new(), with_map);
    let mut keys = ButtonInput::<KeyCode>::default();
    keys.press(KeyCode::Space);
    keys.release(KeyCode::Space);
    game.world.insert_resource(keys);
    assert_eq!(values(&mut game)[0], 1.0);
    game.world.resource_mut::<ButtonInput<KeyCode>>().clear();
    assert_eq!(values(&mut game)[0], 0.0);
    assert!(game.scripts(|world| world.is_action_just_released("Space")).expect("known"));
}

#[test]
fn what_the_host_says_counts_beside_what_bevy_says() {
    let mut game = Game::with(ClosureLanguage::new(), with_map);
    game.world.insert_resource(AccumulatedMouseMotion { delta: Vec2::new(3.0, 3.0) });
    let source = |name| InputSource::from_name(name).expect("known");
    game.scripts(|world| {
        world.set_input(source("Mouse.X"), -5.0);
        world.set_input(source("Mouse.Y"), 1.0);
        world.set_input(source("KeyQ"), 1.0);
    });
    assert_eq!(values(&mut game)[2..4], [-5.0, 3.0]);
    game.scripts(|world| world.set_input(source("Mouse.X"), 0.0));
    assert_eq!(values(&mut game)[2..4], [3.0, 3.0]);
}

/// What a callback does that notes what it hears.
fn noting(
    journal: &Journal,
    name: &'static str,
) -> impl Fn(&mut ScriptWorld, &[Value]) -> Result<Value, ScriptError> + Send + Sync + 'static {
    let journal = journal.clone();
    move |world, arguments| {
        let script = world.running_script().unwrap_or_default();
        journal.note(format!("{name} of {script}: {}, {}", arguments[0], arguments[1]));
        Ok(Value::Null)
    }
}

fn press(game: &mut Game, name: &str, value: f32) {
    let source = InputSource::from_name(name).expect("known");
    game.scripts(|world| world.set_input(source, value));
}

fn listen(world: &mut ScriptWorld, action: &str, slot: u64) -> Result<Value, ScriptError> {
    call(world, "input.on_action", [action.into(), callback(slot)])
}

#[test]
fn listeners_are_called_before_everything_else_in_a_frame_and_run_as_their_script() {
    let journal = Journal::default();
    let language = ClosureLanguage::new()
        .on("a.rs", "", |world, _| listen(world, "Space", 1))
        .noting("a.rs", &["on_start", "update"], &journal)
        .on("b.rs", "", |world, _| listen(world, "Mouse.Left", 2))
        .callback(1, noting(&journal, "one"))
        .callback(2, noting(&journal, "two"));
    let mut game = Game::with(language, |setup| {
        with_map(setup);
        setup.add_script("a.rs").add_script("b.rs");
    });
    press(&mut game, "Space", 1.0);
    press(&mut game, "Mouse.Left", 1.0);
    game.frame();
    let heard = journal.take();
    assert_eq!(heard[..3], ["two of b.rs: \"pressed\", 1.0", "one of a.rs: \"pressed\", 1.0", "on_start"]);
    assert!(heard[3].starts_with("update"), "{heard:?}");
}

#[test]
fn an_unloaded_script_hears_nothing_even_if_it_goes_while_it_would_be_its_turn() {
    let journal = Journal::default();
    let language = ClosureLanguage::new()
        .on("a.rs", "", |world, _| listen(world, "Space", 1))
        .on("b.rs", "", |world, _| listen(world, "Space", 2))
        .callback(1, |world, _| {
            world.session(|session, world| {
                for path in ["b.rs", "a.rs"] {
                    let script = session.script(path).expect("loaded");
                    session.unload(world, script);
                }
            });
            Ok(Value::Null)
        })
        .callback(2, noting(&journal, "two"));
    let mut game = Game::with(language, |setup| {
        with_map(setup);
        setup.add_script("a.rs").add_script("b.rs");
    });
    for value in [1.0, 0.0, 1.0] {
        press(&mut game, "Space", value);
        game.frame();
    }
    assert!(journal.take().is_empty());
    let errors: Vec<Output> =
        game.output.take().into_iter().filter(|output| matches!(output, Output::Error(_))).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn nobody_can_listen_without_a_script_or_to_no_action() {
    let mut game = Game::with(ClosureLanguage::new(), with_map);
    let refusal = game.refusal("input.on_action", ["Space".into(), callback(1)]);
    assert_eq!(refusal, "input.on_action: no script is running");
    let refusal = game.refusal("input.on_action", ["Spice".into(), callback(1)]);
    assert_eq!(refusal, "input.on_action: there is no action \"Spice\"; did you mean \"Space\"?");
}

#[test]
fn after_the_end_of_the_game_nobody_is_called() {
    let journal = Journal::default();
    let language = ClosureLanguage::new()
        .on("a.rs", "", |world, _| listen(world, "Space", 1))
        .callback(1, noting(&journal, "one"));
    let mut game = Game::with(language, |setup| {
        with_map(setup);
        setup.add_script("a.rs");
    });
    game.frame();
    game.scripts(ScriptWorld::stop);
    press(&mut game, "Space", 1.0);
    game.frame();
    assert!(journal.take().is_empty());
}

#[test]
fn an_app_with_bevys_plugin_needs_nothing_but_the_map() {
    let mut app = App::new();
    app.add_plugins((InputPlugin, ScriptEnginePlugin)).set_script_input(map().expect("known sources"));
    app.finish();
    let window = app.world_mut().spawn_empty().id();
    let mut press = |state| {
        app.world_mut().write_message(KeyboardInput {
            key_code: KeyCode::Space,
            logical_key: Key::Space,
            state,
            text: None,
            repeat: false,
            window,
        });
        app.update();
        with_scripts(app.world_mut(), |world| {
            [world.is_action_just_pressed("Space"), world.is_action_just_released("Space")].map(Result::ok)
        })
        .expect("the world has scripts")
    };
    assert_eq!(press(ButtonState::Pressed), [Some(true), Some(false)]);
    assert_eq!(press(ButtonState::Pressed), [Some(false), Some(false)]);
    assert_eq!(press(ButtonState::Released), [Some(false), Some(true)]);
}
