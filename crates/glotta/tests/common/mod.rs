//! Games of tests that are played from files.

#![allow(dead_code, unreachable_pub, reason = "each test of the folder uses a part")]

use std::sync::Arc;

use glotta::engine::{MemoryOutput, Output, with_scripts};
use glotta::{Game, GameOptions, Project};

/// What is printed in so many frames of a project with these files, and at its end.
pub fn play(frames: u64, files: &[(&str, &str)]) -> Vec<String> {
    let Played { folder, mut game, output } = Played::new(files);
    (0..frames).for_each(|_| game.step());
    game.end();
    drop(folder);
    texts(&output)
}

/// A game whose files change.
pub struct Played {
    pub folder: tempfile::TempDir,
    pub game: Game,
    output: MemoryOutput,
}

impl Played {
    /// A project with these files, opened.
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self::prepared(files, |_| {})
    }

    /// The same, where `prepare` changes what its `glotta.toml` says.
    pub fn prepared(files: &[(&str, &str)], prepare: impl FnOnce(&mut Project)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("in the folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        let output = MemoryOutput::new();
        let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
        let mut project = Project::load(folder.path()).expect("a project");
        prepare(&mut project);
        let game = Game::open(project, options).expect("opens");
        Self { folder, game, output }
    }

    /// Writes a file, has it reloaded, and gives what is printed meanwhile.
    pub fn save(&mut self, path: &str, text: &str) -> Vec<String> {
        std::fs::write(self.folder.path().join(path), text).expect("a file");
        with_scripts(self.game.app_mut().world_mut(), |scripts| {
            scripts.reload([path.to_owned()]);
        })
        .expect("scripts");
        self.printed()
    }

    /// Drops the game, and gives what is printed meanwhile.
    pub fn drop_game(self) -> Vec<String> {
        drop(self.game);
        texts(&self.output)
    }

    /// What is printed in a frame.
    pub fn frame(&mut self) -> Vec<String> {
        self.game.step();
        self.printed()
    }

    /// What was printed since the last time.
    pub fn printed(&self) -> Vec<String> {
        texts(&self.output)
    }
}

fn texts(output: &MemoryOutput) -> Vec<String> {
    let text = |output| match output {
        Output::Print(text) => text,
        Output::Log(_, text) => format!("log: {text}"),
        Output::Error(error) => format!("error: {error}"),
    };
    output.take().into_iter().map(text).collect()
}
