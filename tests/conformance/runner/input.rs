//! The actions that cases of the module `input` ask for.

use glotta::core::ScriptError;
use glotta::engine::input::{InputAction, InputMap};

/// In the base, one walks, jumps and looks. The menu takes the key that jumps; the dialogue takes everything.
pub(crate) fn map() -> Result<InputMap, ScriptError> {
    let mut map = InputMap::new();
    map.add_context("menu", false)?;
    map.add_context("dialogue", true)?;
    map.add_action("jump", InputAction::new().source("Space")?.source("Pad.South")?)?;
    let walk = InputAction::new().pair("KeyA", "KeyD")?.source("Pad.LeftStickX")?;
    map.add_action("walk", walk.dead_zone(0.5)?)?;
    map.add_action("look", InputAction::new().source("Mouse.X")?.scale(0.5)?)?;
    map.add_action("confirm", InputAction::new().source("Space")?.in_context("menu"))?;
    map.add_action("back", InputAction::new().source("Escape")?.in_context("menu"))?;
    map.add_action("next", InputAction::new().source("Enter")?.in_context("dialogue"))?;
    Ok(map)
}
