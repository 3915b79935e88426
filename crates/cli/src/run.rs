//! `glotta run`: a project without a window, until its frames are over or Ctrl-C.

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use glotta::core::ScriptError;
use glotta::engine::{LogLevel, ScriptOutput};
use glotta::{Game, GameOptions, Project, Summary};
use serde_json::json;

use crate::RunArguments;
use crate::input;
use crate::interrupt::Interrupt;
use crate::keyboard::Keyboard;
use crate::screen::{self, Screen};

/// How often the status line changes.
const STATUS_INTERVAL: Duration = Duration::from_millis(100);

/// How far a game in real time may fall behind before it gives up catching up.
const MOST_BEHIND: Duration = Duration::from_millis(250);

/// Shows what scripts say on the screen.
struct ScreenOutput {
    screen: Arc<Screen>,
    /// The error that was shown last.
    last: Mutex<String>,
}

impl ScreenOutput {
    /// Shows why a game cannot be run, unless the game has just said so itself.
    fn refuse(&self, error: &ScriptError) {
        let text = text_of(error);
        if *self.last.lock().unwrap_or_else(PoisonError::into_inner) != text {
            screen::error_line(&text);
        }
    }
}

fn text_of(error: &ScriptError) -> String {
    format!("error: {}", error.report())
}

impl ScriptOutput for ScreenOutput {
    fn print(&self, text: &str) {
        self.screen.print(text);
    }

    fn log(&self, level: LogLevel, text: &str) {
        self.screen.log(&format!("[{level}] {text}"));
    }

    fn error(&self, error: &ScriptError) {
        let text = text_of(error);
        self.screen.error(&text);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }
}

/// Runs a project. The exit code tells whether it could be run, not whether its scripts were without fault: the
/// summary counts their errors.
pub(crate) fn run(arguments: &RunArguments) -> ExitCode {
    let screen = Arc::new(Screen::new(arguments.json, arguments.quiet));
    let output = Arc::new(ScreenOutput { screen: Arc::clone(&screen), last: Mutex::default() });
    let stop = Interrupt::listen(&screen);
    let opened = Project::load(&arguments.dir).and_then(|mut project| {
        if arguments.language.is_some() {
            project.language.clone_from(&arguments.language);
        }
        project.watch = arguments.watch;
        let shown: Arc<dyn ScriptOutput> = Arc::<ScreenOutput>::clone(&output);
        let options = GameOptions { time_step: arguments.dt, output: shown };
        let recording = arguments.input.as_deref().map(input::read).transpose()?;
        let mut game = Game::open(project, options)?;
        if let (Some(recording), Some(file)) = (recording, &arguments.input) {
            game.replay_input(recording).map_err(|error| error.within(file.display()))?;
        }
        if let Some(file) = &arguments.record {
            input::check_writable(file)?;
            game.record_input();
        }
        Ok(game)
    });
    let mut game = match opened {
        Ok(game) => game,
        Err(error) => {
            output.refuse(&error);
            return ExitCode::FAILURE;
        }
    };
    match arguments.frames {
        Some(frames) => run_frames(&mut game, frames, &stop, &screen),
        None => {
            let wanted = arguments.input.is_none() && !arguments.no_input && game.has_actions();
            let mut keyboard = if wanted { Keyboard::open(game.time_step(), &stop) } else { None };
            run_in_real_time(&mut game, &stop, &screen, keyboard.as_mut());
        }
    }
    let recorded = match (&arguments.record, game.recording()) {
        (Some(file), Some(recording)) => input::write(file, &recording),
        _ => Ok(()),
    };
    let end = game.end();
    screen.status(String::new());
    let summary = if arguments.json { to_json(&end).to_string() } else { to_text(&end) };
    let shown = screen::result(&summary);
    if let Err(error) = &recorded {
        screen::error_line(&text_of(error));
    }
    if shown && recorded.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run_frames(game: &mut Game, frames: u64, stop: &Interrupt, screen: &Screen) {
    let mut shown = Instant::now();
    for _ in 0..frames {
        if stop.is_raised() || game.should_exit() {
            return;
        }
        game.step();
        show_reloads(game, screen);
        show_status(game, screen, &mut shown);
    }
}

fn run_in_real_time(game: &mut Game, stop: &Interrupt, screen: &Screen, mut keyboard: Option<&mut Keyboard>) {
    let mut shown = Instant::now();
    let mut due = Instant::now();
    let step = Duration::from_secs_f64(game.time_step());
    while !stop.is_raised() && !game.should_exit() {
        if let Some(keyboard) = &mut keyboard {
            keyboard.press_keys(game);
        }
        game.step();
        show_reloads(game, screen);
        show_status(game, screen, &mut shown);
        due += step;
        let now = Instant::now();
        if let Some(wait) = due.checked_duration_since(now) {
            std::thread::sleep(wait);
        } else if now.duration_since(due) > MOST_BEHIND {
            due = now;
        }
    }
}

/// Says which scripts run new code. Why others do not was said already.
fn show_reloads(game: &mut Game, screen: &Screen) {
    for reload in game.take_reloads() {
        let ms = reload.time.as_secs_f64() * 1e3;
        match reload.error {
            None => screen.log(&format!("reloaded {} ({ms:.1} ms)", reload.path)),
            Some(_) => screen.log(&format!("{} goes on with its old code", reload.path)),
        }
    }
}

fn show_status(game: &mut Game, screen: &Screen, shown: &mut Instant) {
    if screen.is_live() && shown.elapsed() >= STATUS_INTERVAL {
        *shown = Instant::now();
        let status = game.status();
        screen.status(format!(
            "frame {}   {:.1} s   {} entities   {} scripts running   {:.2} ms/frame   {} errors",
            status.frames,
            status.game_time,
            status.entities,
            status.instances,
            status.frame_ms,
            status.errors
        ));
    }
}

fn to_json(summary: &Summary) -> serde_json::Value {
    let languages = summary.languages.iter();
    let scripts: serde_json::Map<_, _> =
        languages.map(|language| (language.name.to_owned(), json!(language.scripts))).collect();
    json!({
        "name": summary.name,
        "frames": summary.frames,
        "entities": summary.entities,
        "instances": summary.instances,
        "scripts": scripts,
        "calls": summary.calls,
        "errors": summary.errors,
        "ms_per_frame": { "mean": summary.mean_ms, "p99": summary.p99_ms },
        "memory_bytes": summary.memory,
        "world_hash": format!("{:016x}", summary.world_hash),
    })
}

fn to_text(summary: &Summary) -> String {
    let languages: Vec<String> = summary
        .languages
        .iter()
        .map(|language| format!("{} {} ({})", language.scripts, language.name, language.version))
        .collect();
    let scripts = if languages.is_empty() { "none".to_owned() } else { languages.join(", ") };
    format!(
        "{name}\n  \
         frames      {frames}\n  \
         entities    {entities} ({instances} scripts running on them and on the game)\n  \
         scripts     {scripts}\n  \
         calls       {calls}\n  \
         errors      {errors}\n  \
         ms/frame    mean {mean:.3}, p99 {p99:.3}\n  \
         memory      {memory:.1} MiB in scripts\n  \
         world_hash  {hash:016x}",
        name = summary.name,
        frames = summary.frames,
        entities = summary.entities,
        instances = summary.instances,
        calls = summary.calls,
        errors = summary.errors,
        mean = summary.mean_ms,
        p99 = summary.p99_ms,
        memory = summary.memory as f64 / f64::from(1 << 20),
        hash = summary.world_hash,
    )
}
