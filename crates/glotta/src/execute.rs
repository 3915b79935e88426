//! Runs one script in a fresh world.

use std::path::Path;
use std::sync::Arc;

use glotta_core::ScriptError;
use glotta_engine::ScriptOutput;

use crate::{Game, GameOptions, Project};

/// Runs the body of one script in a fresh world with the whole interface, then its clean-up call-backs. Scripts beside
/// it can be imported, and it has the time that the `[budgets]` of a `glotta.toml` beside it give. Returns how many errors there were; each has gone to `output`.
///
/// # Errors
/// What keeps it from being tried: a path without a file name, or a language that does not start.
pub fn execute_file(file: impl AsRef<Path>, output: Arc<dyn ScriptOutput>) -> Result<u64, ScriptError> {
    let file = file.as_ref();
    let name = file.file_name().ok_or_else(|| {
        ScriptError::not_found(format!(
            "{} does not name a script",
            glotta_core::quote(&file.to_string_lossy())
        ))
    })?;
    let folder = file.parent().unwrap_or_else(|| Path::new(""));
    // Of the project that it may belong to nothing else is of concern here; a fault in that is told when it is run.
    let budgets = Project::load(folder).map(|project| project.budgets).unwrap_or_default();
    let project = Project { budgets, ..Project::empty(folder) };
    let mut game = Game::open(project, GameOptions { time_step: None, output })?;
    game.load(&name.to_string_lossy());
    Ok(game.end().errors)
}
