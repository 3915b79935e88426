use bevy_ecs::world::World;

use super::*;
use crate::input::InputAction;

/// A pilot: walks in the base, chooses in the menu, and reads a dialogue that takes everything.
fn input() -> Input {
    let action = InputAction::new;
    let mut map = InputMap::new();
    let mut add = |name: &str, action: Result<InputAction, ScriptError>| {
        map.add_action(name, action.expect("known sources")).expect("new");
    };
    add("jump", action().source("Space").and_then(|action| action.source("Pad.South")));
    add("walk", action().pair("KeyA", "KeyD").and_then(|action| action.source("Pad.LeftStickX")));
    add("look", action().source("Mouse.X").and_then(|action| action.scale(0.5)));
    map.add_context("menu", false).expect("new");
    map.add_context("dialogue", true).expect("new");
    let mut add = |name: &str, context: &str, source: &str| {
        let action = action().source(source).expect("known").in_context(context);
        map.add_action(name, action).expect("new");
    };
    add("confirm", "menu", "Space");
    add("slide", "menu", "Pad.LeftStickX");
    add("next", "dialogue", "Enter");
    Input::new(map)
}

struct Test {
    input: Input,
    world: World,
    frame: u64,
}

impl Test {
    fn new() -> Self {
        Self { input: input(), world: World::new(), frame: 0 }
    }

    /// A frame in which these sources change; gives what listeners hear of.
    fn frame(&mut self, changes: &[(&str, f32)]) -> Vec<String> {
        for &(name, value) in changes {
            self.input.by_hand.set(InputSource::from_name(name).expect("known"), value);
        }
        self.input.begin_frame(&self.world, self.frame);
        self.frame += 1;
        let events = self.input.events();
        events.iter().map(|(action, event, value)| format!("{action} {event} {value}")).collect()
    }
}

#[test]
fn an_action_is_pressed_once_held_and_let_go_once() {
    let mut test = Test::new();
    assert!(test.frame(&[]).is_empty());
    assert_eq!(test.frame(&[("Space", 1.0)]), ["jump pressed 1"]);
    let state = test.input.state("jump").expect("known");
    assert!(state.pressed && state.just_pressed() && !state.just_released());
    // Another of its sources changes nothing while the first is down.
    assert!(test.frame(&[("Pad.South", 1.0)]).is_empty());
    let state = test.input.state("jump").expect("known");
    assert!(state.pressed && !state.just_pressed());
    assert!(test.frame(&[("Space", 0.0)]).is_empty());
    assert_eq!(test.frame(&[("Pad.South", 0.0)]), ["jump released 0"]);
    assert!(test.input.state("jump").expect("known").just_released());
    assert!(test.frame(&[]).is_empty());
}

#[test]
fn a_value_that_changes_is_told_in_alphabetical_order_of_actions() {
    let mut test = Test::new();
    assert_eq!(
        test.frame(&[("Pad.LeftStickX", -0.75), ("Mouse.X", 3.0)]),
        ["look pressed 1.5", "walk pressed -0.75"]
    );
    assert_eq!(test.frame(&[("Pad.LeftStickX", -1.0)]), ["walk changed -1"]);
    assert_eq!(
        test.frame(&[("Pad.LeftStickX", -0.25), ("Mouse.X", 0.0)]),
        ["look released 0", "walk released -0.25"]
    );
    assert_eq!(test.frame(&[("Pad.LeftStickX", 0.125)]), ["walk changed 0.125"]);
}

#[test]
fn a_context_takes_what_it_binds_and_leaves_the_rest() {
    let mut test = Test::new();
    test.frame(&[("KeyD", 1.0)]);
    test.input.push_context("menu").expect("there");
    assert_eq!(test.input.context(), "menu");
    // What the menu does not bind goes on as if nothing had happened.
    assert_eq!(test.frame(&[("Space", 1.0)]), ["confirm pressed 1"]);
    assert!(test.input.state("walk").expect("known").pressed);
    test.frame(&[("Space", 0.0)]);
    test.input.pop_context().expect("one is up");
    assert_eq!(test.frame(&[("Space", 1.0)]), ["jump pressed 1"]);
}

#[test]
fn a_held_key_is_let_go_for_those_below_and_seen_above_when_it_is_pressed_again() {
    let mut test = Test::new();
    test.frame(&[("Space", 1.0)]);
    test.input.push_context("menu").expect("there");
    // Nothing changes within the frame.
    assert!(test.input.state("jump").expect("known").pressed);
    assert_eq!(test.frame(&[]), ["jump released 0"]);
    assert!(test.frame(&[]).is_empty());
    assert!(test.frame(&[("Space", 0.0)]).is_empty());
    assert_eq!(test.frame(&[("Space", 1.0)]), ["confirm pressed 1"]);
    test.input.pop_context().expect("one is up");
    assert_eq!(test.frame(&[]), ["confirm released 0"]);
    assert!(test.frame(&[("Space", 0.0)]).is_empty());
    assert_eq!(test.frame(&[("Space", 1.0)]), ["jump pressed 1"]);
}

#[test]
fn a_key_that_goes_down_in_the_frame_of_the_change_belongs_to_the_new_context() {
    let mut test = Test::new();
    test.frame(&[]);
    test.input.push_context("menu").expect("there");
    assert_eq!(test.frame(&[("Space", 1.0)]), ["confirm pressed 1"]);
    // A change that is taken back within a frame is none.
    test.input.pop_context().expect("one is up");
    test.input.push_context("menu").expect("there");
    assert!(test.frame(&[]).is_empty());
}

#[test]
fn an_axis_comes_to_the_other_context_as_it_stands() {
    let mut test = Test::new();
    test.frame(&[("Pad.LeftStickX", 1.0)]);
    test.input.push_context("menu").expect("there");
    assert_eq!(test.frame(&[]), ["slide pressed 1", "walk released 0"]);
}

#[test]
fn an_exclusive_context_keeps_everything_from_those_below() {
    let mut test = Test::new();
    test.input.push_context("menu").expect("there");
    test.input.push_context("dialogue").expect("there");
    assert_eq!(test.frame(&[("Space", 1.0), ("KeyD", 1.0), ("Enter", 1.0)]), ["next pressed 1"]);
    // Pushed on top of it, a context gets its own again.
    test.input.push_context("menu").expect("there");
    assert!(test.frame(&[("Space", 0.0)]).is_empty());
    assert_eq!(test.frame(&[("Space", 1.0)]), ["confirm pressed 1"]);
}

#[test]
fn the_stack_ends_at_both_ends_with_an_error() {
    let mut test = Test::new();
    let error = test.input.pop_context().expect_err("only the base");
    assert_eq!(
        error.message(),
        "there is no context to pop: \"base\", which is always there, is the only one"
    );
    for _ in 0..MAX_CONTEXTS {
        test.input.push_context("menu").expect("there is room");
    }
    let error = test.input.push_context("menu").expect_err("full");
    assert!(error.message().starts_with("64 contexts are on the stack"), "{error}");
    let error = test.input.push_context("base").expect_err("not to be pushed");
    assert_eq!(error.message(), "there is no context \"base\" to push: it is always there, below all others");
    let error = test.input.push_context("meny").expect_err("unknown");
    assert_eq!(error.message(), "there is no context \"meny\"; did you mean \"menu\"?");
    let error = Input::default().state("jump").expect_err("unknown");
    assert!(error.message().starts_with("there is no action \"jump\": this game has no actions"), "{error}");
}

#[test]
fn what_is_recorded_plays_the_same_and_ends_at_rest() {
    let mut test = Test::new();
    test.input.record(InputRecording::new("Test", 0.25));
    let script: [&[(&str, f32)]; 5] = [
        &[],
        &[("Space", 1.0), ("KeyQ", 1.0)],
        &[("Pad.LeftStickX", 0.1), ("Mouse.X", 3.3)],
        &[("Mouse.X", 0.0)],
        &[],
    ];
    let played: Vec<Vec<String>> = script.iter().map(|changes| test.frame(changes)).collect();
    let recording = test.input.recording().expect("recorded").clone();
    // What no action is bound to is not in it.
    assert_eq!(
        recording.to_string(),
        "glotta-input 1\nproject Test\ntime_step 0.25\n1 Space=1\n2 Mouse.X=3.3 Pad.LeftStickX=0.1\n3 Mouse.X=0\nend 5\n"
    );
    let mut again = Test::new();
    again.input.replay(InputRecording::parse("file", &recording.to_string()).expect("well-formed"));
    again.input.record(InputRecording::new("Test", 0.25));
    // No other input counts while it plays.
    again.frame(&[("KeyA", 1.0)]);
    let replayed: Vec<Vec<String>> = (1..5).map(|_| again.frame(&[])).collect();
    assert_eq!(replayed, played[1..]);
    assert_eq!(again.input.recording(), Some(&recording));
    assert_eq!(again.frame(&[]), ["jump released 0", "walk changed 0"]);
}
