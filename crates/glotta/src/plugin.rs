//! [`GlottaPlugin`]: the engine's plugin with the languages that the features choose.

use std::path::PathBuf;

use bevy_app::{App, Plugin};
use glotta_core::Language;
use glotta_engine::{ScriptAppExt as _, ScriptEnginePlugin};
use glotta_runtime::FileReader;

/// The most memory that the scripts of one language may use unless a game says otherwise, in bytes: 256 MiB.
pub const DEFAULT_MEMORY_LIMIT: usize = 256 << 20;

/// Scripts in a Bevy app, in all languages that the crate's features choose.
///
/// It reads scripts below one folder, and runs them in [`Update`](bevy_app::Update); see
/// [`ScriptSystems`](glotta_engine::ScriptSystems) for running before or after. Scripts see the time of the app's
/// `TimePlugin`. Everything else that can be decided is in [`ScriptAppExt`](glotta_engine::ScriptAppExt).
#[derive(Clone, Debug)]
pub struct GlottaPlugin {
    folder: PathBuf,
    memory_limit: Option<usize>,
}

impl GlottaPlugin {
    /// Scripts from `folder` and those below it: the paths of scripts are relative to it.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), memory_limit: Some(DEFAULT_MEMORY_LIMIT) }
    }

    /// The same with another limit to the memory that the scripts of one language may use, in bytes; `None` for no
    /// limit.
    #[must_use]
    pub fn with_memory_limit(mut self, limit: Option<usize>) -> Self {
        self.memory_limit = limit;
        self
    }
}

impl Plugin for GlottaPlugin {
    fn build(&self, app: &mut App) {
        app.add_plugins(ScriptEnginePlugin);
        let setup = app.script_setup();
        setup.set_reader(FileReader::new(&self.folder)).set_memory_limit(self.memory_limit);
        for language in languages() {
            setup.add_language(language);
        }
    }
}

/// A new instance of each language that the crate's features choose.
#[must_use]
pub fn languages() -> Vec<Box<dyn Language>> {
    vec![
        #[cfg(feature = "lua")]
        Box::new(glotta_lua::LuaLanguage::new()),
        #[cfg(feature = "python")]
        Box::new(glotta_python::PythonLanguage::new()),
    ]
}
