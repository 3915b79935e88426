//! Python with the small engine of the tests.

use std::fmt::Write as _;
use std::ops::{Deref, DerefMut};

use glotta_core::Module;
use glotta_python::PythonLanguage;

/// Python with the test API and a host.
pub(crate) struct Game(glotta_test_game::Game<PythonLanguage>);

impl Game {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// With more of an API.
    pub(crate) fn with(modules: &[&'static Module]) -> Self {
        Self(glotta_test_game::Game::start(PythonLanguage::new(), modules, |body| {
            let mut text = String::from("def f(*arguments):");
            for line in body.lines() {
                write!(text, "\n    {line}").expect("a String");
            }
            text
        }))
    }
}

impl Deref for Game {
    type Target = glotta_test_game::Game<PythonLanguage>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Game {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// What a script prints, in a game of its own.
#[track_caller]
pub(crate) fn printed(body: &str) -> String {
    Game::new().0.printed(body)
}
