//! `glotta exec`: one script in a fresh world.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use glotta::core::ScriptError;
use glotta::engine::{LogLevel, ScriptOutput};

use crate::screen;

/// What the script prints is the command's output; what it logs, and what goes wrong, is not.
struct ScriptScreen {
    folder: String,
}

impl ScriptOutput for ScriptScreen {
    fn print(&self, text: &str) {
        screen::line(text);
    }

    fn log(&self, level: LogLevel, text: &str) {
        screen::error_line(&format!("[{level}] {text}"));
    }

    fn error(&self, error: &ScriptError) {
        screen::error_line(&error.clone().below(&self.folder).report());
    }
}

/// Runs the script; the exit code is 0 if nothing went wrong.
pub(crate) fn exec(file: &Path) -> ExitCode {
    // Messages name files the way the command line did, so that they can be clicked and copied.
    let folder = match file.parent().map(Path::to_string_lossy) {
        Some(folder) if !folder.is_empty() => format!("{}/", folder.trim_end_matches('/')),
        _ => String::new(),
    };
    let output = Arc::new(ScriptScreen { folder: folder.clone() });
    match glotta::execute_file(file, output) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            screen::error_line(&error.below(&folder).report());
            ExitCode::FAILURE
        }
    }
}
