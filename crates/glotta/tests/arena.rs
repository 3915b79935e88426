//! The example `arena`: a whole game, run as `glotta run` does.

use std::path::Path;
use std::sync::Arc;

use glotta::engine::{MemoryOutput, Output};
use glotta::{Game, GameOptions, Project, Summary};

/// Ten seconds of the game: four waves have come.
const FRAMES: u64 = 600;

fn play(language: &str) -> (Summary, usize, Vec<Output>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/arena");
    let output = MemoryOutput::new();
    let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
    let mut project = Project::load(folder).expect("a project");
    project.language = Some(language.to_owned());
    let mut game = Game::open(project, options).expect("opens");
    let mut most = 0;
    for _ in 0..FRAMES {
        game.step();
        most = most.max(game.status().entities);
    }
    (game.end(), most, output.take())
}

fn plays_without_errors(language: &str) -> Summary {
    let (first, most, output) = play(language);
    let errors: Vec<_> = output.iter().filter(|output| matches!(output, Output::Error(_))).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!((first.frames, first.errors), (FRAMES, 0));
    assert!(most >= 400, "only {most} entities at once");
    for summary in &first.languages {
        assert_eq!(summary.scripts > 0, summary.name == language, "{summary:?}");
    }
    first
}

#[test]
fn the_arena_runs_without_errors_and_the_same_way_twice() {
    let first = plays_without_errors("lua");
    let (second, ..) = play("lua");
    assert_eq!(first.world_hash, second.world_hash);
}

#[test]
fn the_arena_is_the_same_game_in_python() {
    assert_eq!(plays_without_errors("python").world_hash, plays_without_errors("lua").world_hash);
}

#[test]
fn the_arena_is_the_same_game_in_angelscript() {
    assert_eq!(plays_without_errors("angelscript").world_hash, plays_without_errors("lua").world_hash);
}
