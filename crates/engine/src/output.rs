//! [`ScriptOutput`]: where what scripts print, log and fail at goes.

use std::fmt;
use std::io::Write as _;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use glotta_core::{ScriptError, near_names, quote};

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LogLevel {
    /// Every step.
    Trace,
    /// For the one who looks for a fault.
    Debug,
    /// Worth knowing.
    Info,
    /// Something is odd, and the game goes on.
    Warn,
    /// Something failed.
    Error,
}

impl LogLevel {
    const ALL: [Self; 5] = [Self::Trace, Self::Debug, Self::Info, Self::Warn, Self::Error];

    /// The name that scripts use: `trace`, `debug`, `info`, `warn`, `error`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for LogLevel {
    type Err = ScriptError;

    fn from_str(name: &str) -> Result<Self, ScriptError> {
        Self::ALL.into_iter().find(|level| level.name() == name).ok_or_else(|| {
            let hint = near_names(name, Self::ALL.map(Self::name));
            ScriptError::argument(format!(
                "{} is no level: expected trace, debug, info, warn or error{hint}",
                quote(name)
            ))
        })
    }
}

/// Where what scripts print, log and fail at goes. It is called from within a frame, so it should be quick.
///
/// An error may also come from another thread while a script runs: that the script does not stop although its time is up
/// ([`Budgets`](glotta_runtime::Budgets)).
pub trait ScriptOutput: Send + Sync {
    /// Takes a line that a script printed, without its line break.
    fn print(&self, text: &str);

    /// Takes a message that a script logged with `engine.log`.
    fn log(&self, level: LogLevel, text: &str);

    /// Takes an error that no script caught, once for each different one however often it comes.
    fn error(&self, error: &ScriptError) {
        self.log(LogLevel::Error, &error.report());
    }
}

/// An output can be shared.
impl<O: ScriptOutput + ?Sized> ScriptOutput for Arc<O> {
    fn print(&self, text: &str) {
        (**self).print(text);
    }

    fn log(&self, level: LogLevel, text: &str) {
        (**self).log(level, text);
    }

    fn error(&self, error: &ScriptError) {
        (**self).error(error);
    }
}

/// Passes everything to the `log` crate, which Bevy's own logging picks up: what is printed as information, all under
/// the target `script`.
///
/// A game without a logger sees none of it, but for errors: those go to standard error then, since a script that fails
/// unseen is the hardest to put right.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogOutput;

impl ScriptOutput for LogOutput {
    fn print(&self, text: &str) {
        self.log(LogLevel::Info, text);
    }

    fn log(&self, level: LogLevel, text: &str) {
        let level = match level {
            LogLevel::Trace => log::Level::Trace,
            LogLevel::Debug => log::Level::Debug,
            LogLevel::Info => log::Level::Info,
            LogLevel::Warn => log::Level::Warn,
            LogLevel::Error => log::Level::Error,
        };
        log::log!(target: "script", level, "{text}");
    }

    fn error(&self, error: &ScriptError) {
        // Off is what it is until a logger is set up.
        if log::max_level() == log::LevelFilter::Off {
            let _ = writeln!(std::io::stderr().lock(), "script error: {}", error.report());
        } else {
            self.log(LogLevel::Error, &error.report());
        }
    }
}

/// One thing that a [`MemoryOutput`] was given.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// A printed line.
    Print(String),
    /// A logged message.
    Log(LogLevel, String),
    /// An error.
    Error(ScriptError),
}

/// Keeps everything in memory, for tests. Clones share what they keep.
#[derive(Clone, Debug, Default)]
pub struct MemoryOutput(Arc<Mutex<Vec<Output>>>);

impl MemoryOutput {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn push(&self, output: Output) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(output);
    }

    /// Takes out what came so far.
    #[must_use]
    pub fn take(&self) -> Vec<Output> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes out what came so far, and gives the printed lines.
    #[must_use]
    pub fn take_printed(&self) -> Vec<String> {
        let printed = self.take().into_iter().filter_map(|output| match output {
            Output::Print(line) => Some(line),
            Output::Log(..) | Output::Error(_) => None,
        });
        printed.collect()
    }
}

impl ScriptOutput for MemoryOutput {
    fn print(&self, text: &str) {
        self.push(Output::Print(text.to_owned()));
    }

    fn log(&self, level: LogLevel, text: &str) {
        self.push(Output::Log(level, text.to_owned()));
    }

    fn error(&self, error: &ScriptError) {
        self.push(Output::Error(error.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_known_by_its_name_and_a_slip_is_explained() {
        assert_eq!("warn".parse::<LogLevel>().ok(), Some(LogLevel::Warn));
        let error = "wran".parse::<LogLevel>().expect_err("no level");
        assert!(error.message().ends_with("did you mean \"warn\"?"), "{error}");
    }
}
