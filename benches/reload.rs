//! How long it takes from saving a script until its new code has run, in a game at 60 frames a second with 100 scripts:
//! a hundred saves in each language, at moments of a frame that differ. The medians and the slowest are printed; what the
//! reload itself took, without waiting for the next frame, beside them.

#![allow(
    clippy::print_stdout,
    clippy::panic,
    reason = "figures are what it is for, and a script that fails spoils them"
)]

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use glotta::core::ScriptError;
use glotta::engine::{LogLevel, ScriptOutput};
use glotta::{Game, GameOptions, Project};

const SCRIPTS: usize = 100;
const SAVES: usize = 100;
const FRAME: Duration = Duration::from_nanos(16_666_667);

/// Keeps the last line that was printed, and when.
#[derive(Clone, Default)]
struct LastLine(Arc<Mutex<Option<(String, Instant)>>>);

impl ScriptOutput for LastLine {
    fn print(&self, text: &str) {
        *self.0.lock().expect("no panic") = Some((text.to_owned(), Instant::now()));
    }

    fn log(&self, _: LogLevel, _: &str) {}

    fn error(&self, error: &ScriptError) {
        panic!("{error}");
    }
}

/// A script that prints `word` in each frame, and has as much around it as one of a game may have.
fn script(extension: &str, word: &str) -> String {
    let mut text = String::new();
    for number in 0..40 {
        text += &match extension {
            "lua" => format!("local function helper_{number}(a, b)\n    return a * {number} + b\nend\n"),
            "py" => format!("def helper_{number}(a, b):\n    return a * {number} + b\n\n"),
            _ => format!("double helper_{number}(double a, double b) {{\n    return a * {number} + b;\n}}\n"),
        };
    }
    text += &match extension {
        "lua" => format!(
            "function update(e, dt)\n    helper_1(1, 2)\n    if '{word}' ~= '' then print('{word}') end\nend\n"
        ),
        "py" => {
            format!("def update(e, dt):\n    helper_1(1, 2)\n    if '{word}':\n        print('{word}')\n")
        }
        _ => format!(
            "void update(Entity e, double dt) {{\n    helper_1(1, 2);\n    string word = '{word}';\n    if (word != '') \
             print(word);\n}}\n"
        ),
    };
    text
}

fn measure(extension: &str) {
    let folder = std::env::temp_dir().join(format!("glotta-bench-reload-{}-{extension}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let mut project = String::new();
    for number in 0..SCRIPTS {
        fs::write(folder.join(format!("s{number}.{extension}")), script(extension, "")).expect("a file");
        project += &format!("[[entity]]\nscripts = [\"s{number}.{extension}\"]\n");
    }
    fs::write(folder.join("glotta.toml"), project).expect("a file");
    let output = LastLine::default();
    let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
    let mut project = Project::load(&folder).expect("a project");
    project.watch = true;
    let mut game = Game::open(project, options).expect("opens");
    game.step();
    let (mut whole, mut own) = (Vec::new(), Vec::new());
    for save in 0..SAVES {
        let (one, reload) = save_and_wait(&mut game, &output, &folder, extension, save);
        whole.push(one);
        own.push(reload);
    }
    game.end();
    let _ = fs::remove_dir_all(&folder);
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    whole.sort_unstable();
    own.sort_unstable();
    println!(
        "{extension:>4}: saved until it ran: median {:.1} ms, slowest {:.1} ms (aim 30 and 60); the reload itself: median \
         {:.2} ms, slowest {:.2} ms",
        ms(whole[SAVES / 2]),
        ms(whole[SAVES - 1]),
        ms(own[SAVES / 2]),
        ms(own[SAVES - 1]),
    );
}

/// Runs frames in real time, saves one script somewhere inside of one, and goes on until the new code has printed. Gives
/// how long that took, and how long the reload did.
fn save_and_wait(
    game: &mut Game,
    output: &LastLine,
    folder: &Path,
    extension: &str,
    save: usize,
) -> (Duration, Duration) {
    let word = format!("save {save}");
    let file = folder.join(format!("s{}.{extension}", save * 37 % SCRIPTS));
    let text = script(extension, &word);
    let editor = thread::spawn({
        // Spread over the frame, the same in every run.
        let wait = FRAME.mul_f64((save * 61 % 100) as f64 / 100.0);
        move || {
            thread::sleep(wait);
            fs::write(&file, text).expect("a file");
            (Instant::now(), file)
        }
    });
    let mut due = Instant::now();
    let mut reload = Duration::ZERO;
    loop {
        game.step();
        reload += game.take_reloads().iter().map(|reload| reload.time).sum::<Duration>();
        let printed = output.0.lock().expect("no panic").take();
        if let Some((_, at)) = printed.filter(|(text, _)| *text == word) {
            let (saved, file) = editor.join().expect("no panic");
            // Silent again, for the next.
            fs::write(&file, script(extension, "")).expect("a file");
            for _ in 0..5 {
                thread::sleep(FRAME);
                game.step();
            }
            game.take_reloads();
            return (at.saturating_duration_since(saved), reload);
        }
        due += FRAME;
        thread::sleep(due.saturating_duration_since(Instant::now()));
    }
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
