//! How late the end of a call comes that uses up its time: frames of a game whose script never comes back, beside the
//! budget that it has.

#![allow(clippy::print_stdout, reason = "figures are what it is for")]

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use glotta::engine::MemoryOutput;
use glotta::{Game, GameOptions, Project};

const SAMPLES: usize = 40;
const BUDGET: Duration = Duration::from_millis(50);

/// A script whose update catches whatever it can, and never comes back.
fn script(extension: &str) -> &'static str {
    match extension {
        "lua" => "function update() while true do pcall(function() while true do end end) end end\n",
        "py" => {
            "def update(dt):\n    while True:\n        try:\n            while True:\n                pass\n        \
             except BaseException:\n            pass\n"
        }
        _ => "void update() { while (true) { try { while (true) {} } catch {} } }\n",
    }
}

fn measure(extension: &str) {
    let folder =
        std::env::temp_dir().join(format!("glotta-bench-timeout-{}-{extension}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join(format!("a.{extension}")), script(extension)).expect("a file");
    let project = format!("scripts = [\"a.{extension}\"]\n[budgets]\ncall_ms = {}\n", BUDGET.as_millis());
    fs::write(folder.join("glotta.toml"), project).expect("a file");
    let mut late: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let output = MemoryOutput::new();
            let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
            let project = Project::load(&folder).expect("a project");
            let mut game = Game::open(project, options).expect("opens");
            let start = Instant::now();
            game.step();
            let took = start.elapsed();
            assert_eq!(output.take().len(), 1, "the script is ended, and nothing else happens");
            (took.as_secs_f64() - BUDGET.as_secs_f64()) * 1e3
        })
        .collect();
    let _ = fs::remove_dir_all(&folder);
    late.sort_unstable_by(f64::total_cmp);
    println!(
        "{extension:>4}: ended after its {} ms: median {:.1} ms, latest of {SAMPLES} {:.1} ms (aim 10; the load of the \
         script is in it)",
        BUDGET.as_millis(),
        late[SAMPLES / 2],
        late[SAMPLES - 1]
    );
}

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    for extension in ["lua", "py", "as"] {
        measure(extension);
    }
}
