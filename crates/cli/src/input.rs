//! Files of recorded input: what `--input` reads and `--record` writes.

use std::fs::{self, OpenOptions};
use std::path::Path;

use glotta::core::{ErrorKind, ScriptError};
use glotta::engine::input::InputRecording;

/// Reads a file of recorded input.
pub(crate) fn read(file: &Path) -> Result<InputRecording, ScriptError> {
    let name = file.display().to_string();
    let bytes = fs::read(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => ScriptError::not_found(format!("there is no file {name}")),
        _ => ScriptError::host(format!("cannot read {name}: {error}")),
    })?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
        let line = u32::try_from(line).unwrap_or(0);
        ScriptError::new(ErrorKind::Syntax, "expected recorded input, which is text in UTF-8")
            .at("", &name, line, 0)
    })?;
    InputRecording::parse(&name, text)
}

/// Makes sure that a recording can be written when the game is over. What the file holds stays until then.
pub(crate) fn check_writable(file: &Path) -> Result<(), ScriptError> {
    let opened = OpenOptions::new().create(true).append(true).open(file);
    opened.map(drop).map_err(|error| cannot_write(file, &error))
}

/// Writes a recording.
pub(crate) fn write(file: &Path, recording: &InputRecording) -> Result<(), ScriptError> {
    fs::write(file, recording.to_string()).map_err(|error| cannot_write(file, &error))
}

fn cannot_write(file: &Path, error: &std::io::Error) -> ScriptError {
    ScriptError::host(format!("cannot write {}: {error}", file.display()))
}
