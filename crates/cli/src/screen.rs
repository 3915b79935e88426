//! Where the command writes: standard output, standard error, and the status line of a terminal.
//!
//! Writing never fails loudly: a reader that has gone away (`glotta run … | head`) is no reason to stop a game.

use std::io::{IsTerminal as _, Write as _};
use std::sync::{Mutex, PoisonError};

/// Writes a line to the standard output.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Writes what a command was asked for to the standard output. False if it could not be written, which was said on
/// standard error; a reader that has gone away has what it wanted.
pub(crate) fn result(text: &str) -> bool {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            error_line(&format!("error: cannot write the summary: {error}"));
            false
        }
        _ => true,
    }
}

/// Writes a line to standard error.
pub(crate) fn error_line(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A terminal's last line, which shows how the game is doing; other lines are written above it.
pub(crate) struct Screen {
    /// What the last line shows; empty if nothing. `None` without a terminal.
    status: Option<Mutex<String>>,
    /// Scripts' output goes to standard error, since the standard output is for the summary.
    json: bool,
    /// Scripts' output goes nowhere.
    quiet: bool,
}

impl Screen {
    pub(crate) fn new(json: bool, quiet: bool) -> Self {
        let live = std::io::stderr().is_terminal() && !json && !quiet;
        Self { status: live.then(Mutex::default), json, quiet }
    }

    /// True if a status line is shown.
    pub(crate) fn is_live(&self) -> bool {
        self.status.is_some()
    }

    /// Shows `text` on the last line.
    pub(crate) fn status(&self, text: String) {
        if let Some(status) = &self.status {
            let mut shown = status.lock().unwrap_or_else(PoisonError::into_inner);
            let mut terminal = std::io::stderr().lock();
            let _ = write!(terminal, "\r\x1b[K{text}").and_then(|()| terminal.flush());
            *shown = text;
        }
    }

    /// Writes a line above the status line.
    fn above_status(&self, write: impl FnOnce()) {
        let Some(status) = &self.status else { return write() };
        let shown = status.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = write!(std::io::stderr().lock(), "\r\x1b[K");
        write();
        let mut terminal = std::io::stderr().lock();
        let _ = write!(terminal, "{shown}").and_then(|()| terminal.flush());
    }

    /// What a script printed.
    pub(crate) fn print(&self, text: &str) {
        match (self.quiet, self.json) {
            (true, _) => {}
            (_, true) => error_line(text),
            _ => self.above_status(|| line(text)),
        }
    }

    /// What a script logged.
    pub(crate) fn log(&self, text: &str) {
        if !self.quiet {
            self.above_status(|| error_line(text));
        }
    }

    /// What went wrong.
    pub(crate) fn error(&self, text: &str) {
        self.above_status(|| error_line(text));
    }
}
