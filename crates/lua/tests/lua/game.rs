//! Lua with the small engine of the tests.

use std::ops::{Deref, DerefMut};

use glotta_core::Module;
use glotta_lua::LuaLanguage;

pub(crate) use glotta_test_game::Files;

/// Lua with the test API and a host.
pub(crate) struct Game(glotta_test_game::Game<LuaLanguage>);

impl Game {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// With more of an API.
    pub(crate) fn with(modules: &[&'static Module]) -> Self {
        Self(glotta_test_game::Game::start(LuaLanguage::new(), modules, |body| {
            format!("function f(...) {body} end")
        }))
    }
}

impl Deref for Game {
    type Target = glotta_test_game::Game<LuaLanguage>;

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
