//! Runs one script in a fresh world.

use std::path::Path;
use std::sync::Arc;

use glotta_core::ScriptError;
use glotta_engine::{LogLevel, ScriptOutput, with_scripts};

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
    let saves = Some(folder.join(Project::SAVES));
    let project = Project { budgets, saves, ..Project::empty(folder) };
    let mut game = Game::open(project, GameOptions { time_step: None, output })?;
    let name = name.to_string_lossy();
    game.load(&name);
    warn_without_body(&mut game, &name);
    Ok(game.end().errors)
}

/// Says that a script did nothing, if it has nothing that could.
fn warn_without_body(game: &mut Game, name: &str) {
    // A game whose scripts do not run was refused when it was opened.
    let _ = with_scripts(game.app_mut().world_mut(), |scripts| {
        let missing = scripts.session(|session, _| {
            let script = session.scripts().into_iter().find(|script| *script.path == *name)?;
            let language = session.language(script.language).ok()?;
            let body = language.body_function()?;
            let is_there = script.error.is_some() || session.find(script.id, body).is_some();
            (!is_there).then_some(body)
        });
        if let Some(body) = missing {
            scripts.output().log(
                LogLevel::Warn,
                &format!("{name} has no function `{body}`, so nothing of it was run but its variables"),
            );
        }
    });
}
