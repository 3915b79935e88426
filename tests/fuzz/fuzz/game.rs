//! A world with all languages, for whatever comes.

use std::time::Duration;

use bevy_ecs::world::World;
use glotta::core::{Language, ScriptError};
use glotta::engine::{MemoryOutput, MemorySaves, ScriptSetup, ScriptWorld, with_scripts};
use glotta::runtime::{Budgets, MemoryReader};

/// The languages by the extensions of their files.
pub(crate) const EXTENSIONS: [&str; 3] = ["lua", "py", "as"];

/// How much memory the scripts of a language may have.
const MEMORY: usize = 64 << 20;

/// A world whose scripts end after a moment.
pub(crate) struct Game {
    world: World,
    output: MemoryOutput,
}

impl Game {
    /// A world over these files.
    pub(crate) fn new<T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (String, T)>) -> Self {
        Self::with(glotta::languages(), files)
    }

    /// The same for scripts that are sound: they take as long as they take, however busy the machine is.
    pub(crate) fn patient<T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut game = Self::new(files);
        let none = Duration::MAX;
        let budgets = Budgets { call: none, load: none, frame: none, ..Budgets::default() };
        game.scripts(|world| world.session(|session, _| session.set_budgets(budgets)));
        game
    }

    /// A world that runs no scripts, over these files.
    pub(crate) fn without_languages<T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (String, T)>) -> Self {
        Self::with(Vec::new(), files)
    }

    /// A world that runs no scripts and has one save.
    pub(crate) fn with_save(name: &str, text: &str) -> Self {
        Self::started(Vec::new(), Vec::<(String, Vec<u8>)>::new(), MemorySaves::new([(name, text)]))
    }

    fn with<T: Into<Vec<u8>>>(
        languages: Vec<Box<dyn Language>>,
        files: impl IntoIterator<Item = (String, T)>,
    ) -> Self {
        Self::started(languages, files, MemorySaves::default())
    }

    fn started<T: Into<Vec<u8>>>(
        languages: Vec<Box<dyn Language>>,
        files: impl IntoIterator<Item = (String, T)>,
        saves: MemorySaves,
    ) -> Self {
        let output = MemoryOutput::new();
        let mut setup = ScriptSetup::new();
        for language in languages {
            setup.add_language(language);
        }
        let moment = Duration::from_millis(200);
        setup.set_budgets(Budgets { call: moment, load: moment, ..Budgets::default() });
        setup.set_reader(MemoryReader::new(files)).set_output(output.clone()).set_memory_limit(Some(MEMORY));
        setup.set_saves(saves);
        let mut world = World::new();
        setup.start(&mut world).expect("starts");
        Self { world, output }
    }

    /// Works with the scripts.
    pub(crate) fn scripts<R>(&mut self, work: impl FnOnce(&mut ScriptWorld) -> R) -> R {
        let done = with_scripts(&mut self.world, work).expect("it has scripts");
        // What was printed is not looked at, and would pile up.
        drop(self.output.take());
        done
    }
}

/// Makes sure that an error says where it comes from and what it is.
#[track_caller]
pub(crate) fn check_place(error: &ScriptError, source: &str) {
    assert!(error.source().ends_with(source), "an error of {source:?} with another place: {error:?}");
    assert!(!error.message().is_empty(), "an error without words: {error:?}");
}
