//! AngelScript with the small engine of the tests.

use std::ops::{Deref, DerefMut};

use glotta_angelscript::AngelScriptLanguage;
use glotta_core::Module;

/// AngelScript with the test API and a host.
pub(crate) struct Game(glotta_test_game::Game<AngelScriptLanguage>);

impl Game {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// With more of an API.
    pub(crate) fn with(modules: &[&'static Module]) -> Self {
        Self::start(AngelScriptLanguage::new(), modules)
    }

    /// With a language that was made in another way.
    pub(crate) fn start(language: AngelScriptLanguage, modules: &[&'static Module]) -> Self {
        Self(glotta_test_game::Game::start(language, modules, |body| {
            // Statements that return nothing give null, those that return something a value of any type.
            format!("Value f() {{ {body} return Value(); }}")
        }))
    }
}

impl Deref for Game {
    type Target = glotta_test_game::Game<AngelScriptLanguage>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Game {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// What a script prints, in a game of its own. The text is a whole script, whose `main` runs.
#[track_caller]
pub(crate) fn printed(text: &str) -> String {
    Game::new().0.printed(text)
}

/// What statements print, in a game of their own.
#[track_caller]
pub(crate) fn prints(statements: &str) -> String {
    printed(&format!("void main() {{ {statements} }}"))
}
