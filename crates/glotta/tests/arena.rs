//! The example `arena`: a whole game, run as `glotta run` does.

use std::path::Path;
use std::sync::Arc;

use glotta::engine::{MemoryOutput, Output};
use glotta::{Game, GameOptions, Project, Summary};

/// Ten seconds of the game: four waves have come.
const FRAMES: u64 = 600;

fn play() -> (Summary, usize, Vec<Output>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/arena");
    let output = MemoryOutput::new();
    let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
    let mut game = Project::load(folder).and_then(|project| Game::open(project, options)).expect("opens");
    let mut most = 0;
    for _ in 0..FRAMES {
        game.step();
        most = most.max(game.status().entities);
    }
    (game.end(), most, output.take())
}

#[test]
fn the_arena_runs_without_errors_and_the_same_way_twice() {
    let (first, most, output) = play();
    let errors: Vec<_> = output.iter().filter(|output| matches!(output, Output::Error(_))).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!((first.frames, first.errors), (FRAMES, 0));
    assert!(most >= 400, "only {most} entities at once");
    let (second, ..) = play();
    assert_eq!(first.world_hash, second.world_hash);
}
