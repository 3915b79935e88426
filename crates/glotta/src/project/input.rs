//! The part of `glotta.toml` that says which actions there are and what they are bound to.

use glotta_core::ScriptError;
use glotta_engine::document::Item;
use glotta_engine::input::{InputAction, InputMap};

/// Reads `[input]`:
///
/// ```toml
/// [input.contexts]                        # what scripts can push
/// menu = {}
/// dialogue = { exclusive = true }         # nothing below it gets any input
///
/// [input.actions]
/// jump = ["Space", "Pad.South"]           # pressed while any of these is
/// fire = "Mouse.Left"
/// confirm = { sources = "Enter", context = "menu" }
///
/// [input.actions.walk]
/// sources = [{ negative = "KeyA", positive = "KeyD" }, "Pad.LeftStickX"]
/// dead_zone = 0.2                         # what is nearer to rest counts as rest
/// scale = 1.0                             # a factor for the value
/// press_at = 0.5                          # how far it counts as pressed
/// ```
pub(super) fn read(item: &Item<'_, '_>) -> Result<InputMap, ScriptError> {
    let mut map = InputMap::new();
    let mut section = item.section()?;
    if let Some(item) = section.take("contexts") {
        for (name, item) in item.section()?.rest() {
            let mut section = item.section()?;
            let exclusive = match section.take("exclusive") {
                Some(item) => item.bool()?,
                None => false,
            };
            section.finish()?;
            map.add_context(name, exclusive).map_err(|error| item.error(error.message()))?;
        }
    }
    if let Some(item) = section.take("actions") {
        for (name, item) in item.section()?.rest() {
            add_action(&mut map, name, &item)?;
        }
    }
    section.finish()?;
    Ok(map)
}

fn add_action(map: &mut InputMap, name: String, item: &Item<'_, '_>) -> Result<(), ScriptError> {
    // The short form: what it is bound to, and nothing else.
    if !item.is_table() {
        let action = bind(InputAction::new(), item)?;
        return map.add_action(name, action).map_err(|error| item.error(error.message()));
    }
    let mut section = item.section()?;
    let mut action = InputAction::new();
    if let Some(item) = section.take("sources") {
        action = bind(action, &item)?;
    } else {
        return Err(item.error("expected sources, which say what the action is bound to"));
    }
    if let Some(item) = section.take("dead_zone") {
        let size = number(&item, "a number of at least 0 and less than 1")?;
        action = action.dead_zone(size).map_err(|error| item.error(error.message()))?;
    }
    if let Some(item) = section.take("scale") {
        let factor = number(&item, "a number from -1000 to 1000 that is not 0")?;
        action = action.scale(factor).map_err(|error| item.error(error.message()))?;
    }
    if let Some(item) = section.take("press_at") {
        let value = number(&item, "a number of more than 0 and at most 1")?;
        action = action.press_at(value).map_err(|error| item.error(error.message()))?;
    }
    let context = section.take("context");
    section.finish()?;
    let place = context.as_ref().unwrap_or(item);
    if let Some(item) = &context {
        action = action.in_context(item.text()?);
    }
    map.add_action(name, action).map_err(|error| place.error(error.message()))
}

/// A number that an action takes. Its range is the action's to check.
fn number(item: &Item<'_, '_>, what: &str) -> Result<f32, ScriptError> {
    Ok(item.number(what, -1e9..=1e9)? as f32)
}

/// One source or a list of them: a name each, or a pair.
fn bind(action: InputAction, item: &Item<'_, '_>) -> Result<InputAction, ScriptError> {
    const WHAT: &str =
        "the name of a key, button or axis, a pair { negative = …, positive = … }, or a list of these";
    if item.is_text() || item.is_table() {
        return bind_one(action, item);
    }
    item.items(WHAT)?.iter().try_fold(action, bind_one)
}

fn bind_one(action: InputAction, item: &Item<'_, '_>) -> Result<InputAction, ScriptError> {
    let known = |result: Result<InputAction, ScriptError>, item: &Item<'_, '_>| {
        result.map_err(|error| item.error(error.message()))
    };
    if !item.is_table() {
        return known(action.source(&item.text()?), item);
    }
    let mut section = item.section()?;
    let (negative, positive) = (section.take("negative"), section.take("positive"));
    section.finish()?;
    let (Some(negative), Some(positive)) = (negative, positive) else {
        return Err(item.error("expected both negative and positive, the names of a key or button each"));
    };
    // Each name is looked at alone first, so that what is wrong is placed where it stands.
    for name in [&negative, &positive] {
        known(InputAction::new().source(&name.text()?), name)?;
    }
    known(action.pair(&negative.text()?, &positive.text()?), item)
}

#[cfg(test)]
mod tests {
    use glotta_engine::input::{InputAction, InputMap};

    use crate::Project;

    fn read(text: &str) -> InputMap {
        Project::parse("game", text).expect("well-formed").input
    }

    fn complaint(text: &str) -> String {
        Project::parse("game", text).expect_err("malformed").to_string()
    }

    #[test]
    fn everything_that_can_be_said_of_input_is_read() {
        let map = read(
            r#"
            [input.contexts]
            menu = {}
            dialogue = { exclusive = true }
            [input.actions]
            jump = ["Space", "Pad.South"]
            fire = "Mouse.Left"
            turn = { sources = { negative = "ArrowLeft", positive = "ArrowRight" } }
            confirm = { sources = "Enter", context = "menu" }
            [input.actions.walk]
            sources = [{ negative = "KeyA", positive = "KeyD" }, "Pad.LeftStickX"]
            dead_zone = 0.25
            scale = -2
            press_at = 1
            "#,
        );
        let by_hand = || {
            let mut map = InputMap::new();
            map.add_context("menu", false)?;
            map.add_context("dialogue", true)?;
            map.add_action("jump", InputAction::new().source("Space")?.source("Pad.South")?)?;
            map.add_action("fire", InputAction::new().source("Mouse.Left")?)?;
            map.add_action("turn", InputAction::new().pair("ArrowLeft", "ArrowRight")?)?;
            map.add_action("confirm", InputAction::new().source("Enter")?.in_context("menu"))?;
            let walk = InputAction::new().pair("KeyA", "KeyD")?.source("Pad.LeftStickX")?;
            map.add_action("walk", walk.dead_zone(0.25)?.scale(-2.0)?.press_at(1.0)?)?;
            Ok::<InputMap, glotta_core::ScriptError>(map)
        };
        assert_eq!(map, by_hand().expect("known names"));
        assert!(read("").is_empty());
    }

    #[test]
    fn a_name_that_is_not_known_is_placed_with_near_ones() {
        assert_eq!(
            complaint("[input.actions]\njump = \"Spce\""),
            "glotta.toml:2:8: input.actions.jump: there is no key, button or axis \"Spce\"; did you mean \"Space\"?"
        );
        assert_eq!(
            complaint("[input.actions]\njump = [\"Space\", \"w\"]"),
            "glotta.toml:2:18: input.actions.jump[2]: there is no key, button or axis \"w\"; did you mean \"KeyW\"?"
        );
        assert_eq!(
            complaint("[input.actions]\nwalk = [{ negative = \"KeyA\", positive = \"KeyDD\" }]"),
            "glotta.toml:2:41: input.actions.walk[1].positive: there is no key, button or axis \"KeyDD\"; did you mean \
             \"KeyD\" or \"KeyA\" or \"KeyB\"?"
        );
        assert_eq!(
            complaint(
                "[input.contexts]\nmenu = {}\n[input.actions]\nok = { sources = \"Enter\", context = \"meny\" }"
            ),
            "glotta.toml:4:37: input.actions.ok.context: there is no context \"meny\"; did you mean \"menu\"?"
        );
        assert_eq!(
            complaint("[input.actions.jump]\nsource = \"Space\""),
            "glotta.toml:1:1: input.actions.jump: expected sources, which say what the action is bound to"
        );
        assert_eq!(
            complaint("[input.actions.jump]\nsources = \"Space\"\ndeadzone = 1"),
            "glotta.toml:3:1: input.actions.jump: unknown key \"deadzone\": expected one of sources, dead_zone, scale, \
             press_at, context; did you mean \"dead_zone\"?"
        );
        assert!(complaint("[input]\naction = {}").contains("did you mean \"actions\"?"));
    }

    #[test]
    fn a_value_that_makes_no_sense_is_placed() {
        let of_jump = |rest: &str| complaint(&format!("[input.actions.jump]\nsources = \"Space\"\n{rest}"));
        assert_eq!(
            of_jump("dead_zone = 1"),
            "glotta.toml:3:13: input.actions.jump.dead_zone: expected a dead zone of at least 0 and less than 1, got 1"
        );
        assert!(
            of_jump("scale = 0")
                .contains("jump.scale: expected a scale from -1000 to 1000 that is not 0, got 0")
        );
        assert!(of_jump("press_at = nan").contains("jump.press_at: expected"));
        assert!(
            of_jump("scale = \"big\"")
                .contains("expected a number from -1000 to 1000 that is not 0, got string")
        );
        assert!(of_jump("context = 1").contains("jump.context: expected a string, got int 1"));
        assert!(
            complaint("[input.actions]\njump = 5")
                .contains("expected the name of a key, button or axis, a pair")
        );
        assert!(
            complaint("[input.actions]\njump = { sources = [{ negative = \"KeyA\" }] }")
                .contains("jump.sources[1]: expected both negative and positive")
        );
        assert!(complaint("[input.actions]\n\"\" = []").contains("the name of an action must not be empty"));
        assert!(
            complaint("[input.contexts]\nbase = {}")
                .contains("contexts.base: \"base\" is the context that is")
        );
        assert!(
            complaint("[input.contexts]\nmenu = { exclusive = 1 }")
                .contains("expected true or false, got int 1")
        );
    }
}
