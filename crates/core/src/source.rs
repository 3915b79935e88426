//! [`Source`]: the text of a script, and [`Sources`], where imports find theirs.

use std::sync::Arc;

use crate::{LanguageInfo, ScriptError};

/// The text of a script with the name that errors call it by. Cloning is cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The script's path relative to the project, with `/` between its parts: `scripts/enemy.lua`.
    pub path: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

impl Source {
    /// A source from its path and text.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// Where a language finds the scripts that other scripts import.
///
/// It belongs to the script store, which so learns who depends on whom.
pub trait Sources: Send + Sync {
    /// The script that `importer` (a path) calls `name`: beside the importer first, then from the project's
    /// root. Dots in the name stand for folders, and the language's extensions are tried in order.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] with the places that were tried, or the reason why it cannot be read.
    fn import(&self, importer: &str, name: &str, language: &LanguageInfo) -> Result<Source, ScriptError>;
}
