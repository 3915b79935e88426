//! Saves: values that outlive the game, by name.
//!
//! | module | what lives there |
//! |---|---|
//! | `format` | a value as the text of a save, and back |
//! | `folder` | saves as files of a folder |
//!
//! What a save holds is decided here, the same for every game; where it lies is a [`SaveStore`]'s to say, since not every
//! host has files.

mod folder;
mod format;

use std::collections::BTreeMap;

pub use folder::FolderSaves;
pub(crate) use format::{from_text, to_text};
use glotta_core::{ScriptError, quote};

/// The most bytes a save may have as text: 64 MiB.
pub const MOST_SAVE_BYTES: usize = 64 << 20;

/// The most characters in the name of a save.
const LONGEST_NAME: usize = 64;

/// Keeps the texts of saves by their names: what stands between the module `save` of scripts and wherever a game puts what is
/// to outlive it. Give it to [`ScriptSetup::set_saves`](crate::ScriptSetup::set_saves).
///
/// Names have passed [`check_save_name`]: they are the names of files on every system.
pub trait SaveStore: Send + Sync + 'static {
    /// The text of a save; `None` if there is none of that name.
    ///
    /// # Errors
    /// [`Host`](glotta_core::ErrorKind::Host) if it is there and cannot be read, with the reason and the place.
    fn read(&self, name: &str) -> Result<Option<String>, ScriptError>;

    /// Keeps a text under a name in place of what was there. Whatever happens, one of the two is there afterwards, whole.
    ///
    /// # Errors
    /// [`Host`](glotta_core::ErrorKind::Host) if it cannot be kept, with the reason and the place.
    fn write(&mut self, name: &str, text: &str) -> Result<(), ScriptError>;

    /// Deletes a save; false if there is none of that name.
    ///
    /// # Errors
    /// [`Host`](glotta_core::ErrorKind::Host) if it cannot be deleted, with the reason and the place.
    fn remove(&mut self, name: &str) -> Result<bool, ScriptError>;

    /// The names of all saves, sorted.
    ///
    /// # Errors
    /// [`Host`](glotta_core::ErrorKind::Host) if they cannot be listed, with the reason and the place.
    fn list(&self) -> Result<Vec<String>, ScriptError>;

    /// Where a save lies, for messages: the path of its file.
    fn place(&self, name: &str) -> String {
        format!("save {}", quote(name))
    }
}

/// Saves that last as long as the game: for tests, and for hosts that keep nothing.
#[derive(Clone, Debug, Default)]
pub struct MemorySaves {
    texts: BTreeMap<String, String>,
}

impl MemorySaves {
    /// These saves, by name.
    pub fn new<N: Into<String>, T: Into<String>>(saves: impl IntoIterator<Item = (N, T)>) -> Self {
        Self { texts: saves.into_iter().map(|(name, text)| (name.into(), text.into())).collect() }
    }
}

impl SaveStore for MemorySaves {
    fn read(&self, name: &str) -> Result<Option<String>, ScriptError> {
        Ok(self.texts.get(name).cloned())
    }

    fn write(&mut self, name: &str, text: &str) -> Result<(), ScriptError> {
        self.texts.insert(name.to_owned(), text.to_owned());
        Ok(())
    }

    fn remove(&mut self, name: &str) -> Result<bool, ScriptError> {
        Ok(self.texts.remove(name).is_some())
    }

    fn list(&self) -> Result<Vec<String>, ScriptError> {
        Ok(self.texts.keys().cloned().collect())
    }
}

/// Makes sure that a name can be that of a file everywhere, and is another's nowhere: Windows and macOS take `Slot` and `slot`
/// for one.
///
/// # Errors
/// [`Argument`](glotta_core::ErrorKind::Argument) unless it is of 1 to 64 small letters, digits, `_` and `-`, or if Windows
/// has a device of that name.
pub fn check_save_name(name: &str) -> Result<(), ScriptError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-';
    if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(plain) {
        return Err(ScriptError::argument(format!(
            "{} is not the name of a save: expected 1 to {LONGEST_NAME} of a to z, 0 to 9, _ and -, such as \"slot-1\"",
            quote(name)
        )));
    }
    let port = |prefix: &str| {
        name.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    if matches!(name, "con" | "prn" | "aux" | "nul") || port("com") || port("lpt") {
        return Err(ScriptError::argument(format!(
            "{} is not the name of a save: it is that of a device on Windows, where it could not be a file",
            quote(name)
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_files_everywhere() {
        for name in ["a", "slot-1", "0_", &"x".repeat(LONGEST_NAME), "com", "com10", "console", "lpt-1"] {
            assert!(check_save_name(name).is_ok(), "{name}");
        }
        let long = "x".repeat(LONGEST_NAME + 1);
        for name in [
            "",
            "Slot",
            "a b",
            "a.b",
            "../a",
            "a/b",
            "a\\b",
            "ä",
            "a\0",
            long.as_str(),
            "con",
            "nul",
            "com1",
            "lpt0",
        ] {
            assert!(check_save_name(name).is_err(), "{name}");
        }
    }
}
