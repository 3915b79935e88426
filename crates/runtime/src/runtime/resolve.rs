//! Which file a path without an extension means.

use glotta_core::{ScriptError, near_names};

use super::{ScriptId, Session, State};
use crate::sources::{ScriptStore, normalize_path};

impl Session<'_> {
    /// The files of the project, those that are no scripts among them.
    #[must_use]
    pub fn files(&self) -> &ScriptStore {
        self.store
    }

    /// Makes one language the first choice for paths without an extension; see [`resolve`](Self::resolve).
    ///
    /// # Errors
    /// [`NotFound`](glotta_core::ErrorKind::NotFound) if the runtime has no language of that name.
    pub fn prefer_language(&self, name: &str) -> Result<(), ScriptError> {
        let names = || self.inner.languages.iter().map(|language| language.info().name);
        let Some(preferred) = names().position(|known| known == name) else {
            let known: Vec<&str> = names().collect();
            return Err(ScriptError::not_found(format!(
                "there is no language {}: this game runs {}{}",
                glotta_core::quote(name),
                if known.is_empty() { "none".to_owned() } else { known.join(", ") },
                near_names(name, names())
            )));
        };
        self.inner.preferred.set(Some(preferred));
        Ok(())
    }

    /// The path of the script that `path` means, in its plain form ([`normalize_path`]).
    ///
    /// A path whose last part has a dot in it means that very file, whether it is there or not. One without, such as
    /// `scripts/horde`, means the file of that name in one of the languages, so that the same game can be there in
    /// several. They are tried in this order, each with all of its extensions:
    ///
    /// 1. the language of the script `from`, which asks;
    /// 2. the [preferred](Self::prefer_language) language;
    /// 3. all others, in the order in which the runtime was given them.
    ///
    /// Where there is none, the path is given back as it is, and loading it says what is wrong.
    ///
    /// # Errors
    /// As [`normalize_path`]; [`Host`](glotta_core::ErrorKind::Host) if a file cannot be looked for.
    pub fn resolve(&self, path: &str, from: Option<ScriptId>) -> Result<String, ScriptError> {
        let path = normalize_path(path)?;
        if path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
            return Ok(path);
        }
        let asking = from
            .and_then(|id| self.inner.scripts.borrow().get(id.index as usize).map(|script| script.language));
        let first = asking.into_iter().chain(self.inner.preferred.get());
        for language in first.chain(0..self.inner.languages.len()) {
            for extension in self.inner.languages[language].info().extensions {
                let file = format!("{path}.{extension}");
                if self.is_known(&file) || self.store.exists(&file)? {
                    return Ok(file);
                }
            }
        }
        Ok(path)
    }

    /// Whether the script is loaded, or was tried: no need to look for its file then.
    fn is_known(&self, path: &str) -> bool {
        self.script(path).is_some_and(|id| {
            !matches!(self.inner.scripts.borrow()[id.index as usize].state, State::Unloaded)
        })
    }
}
