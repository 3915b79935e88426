//! The command `glotta`: reads arguments, prints, and sets exit codes. What it does is in the library.

mod exec;
mod input;
mod interrupt;
mod keyboard;
mod new;
mod run;
mod screen;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Runs games that are scripted with Glotta, and starts new ones.
#[derive(Parser)]
#[command(name = "glotta", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs a project without a window.
    ///
    /// Without --frames it runs in real time until Ctrl-C or a request to terminate, and then stops cleanly: every
    /// script's on_stop is called. With --frames it runs that many frames as fast as it can. Either way each frame
    /// advances the game by the same time, so a project does the same on every run with the same input.
    ///
    /// A project with actions gets the keyboard of the terminal while it runs in real time, unless --input or --no-input
    /// is given. Most terminals tell of keys that go down but not of those that are let go: there, a key counts as held
    /// for a tenth of a second after the terminal last told of it.
    Run(RunArguments),
    /// Runs one script in a fresh world with the whole interface.
    ///
    /// What the script prints goes to the standard output. The exit code is 0, or 1 if the script failed.
    Exec {
        /// The script.
        file: PathBuf,
    },
    /// Writes a small project that runs at once.
    New {
        /// The folder to write it to; it must not exist yet, or be empty.
        dir: PathBuf,
        /// The language of its scripts.
        #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(new::languages()))]
        language: String,
    },
}

/// How `glotta run` is called.
#[derive(clap::Args)]
struct RunArguments {
    /// The folder with the project's glotta.toml.
    dir: PathBuf,
    /// The language of scripts whose paths in the project have no extension; what the project says if left out.
    #[arg(long)]
    language: Option<String>,
    /// How many frames to run; until Ctrl-C if left out.
    #[arg(long, value_name = "N", value_parser = frames, allow_negative_numbers = true)]
    frames: Option<u64>,
    /// Seconds of game time in each frame; 1 / tick_rate of the project if left out.
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    dt: Option<f64>,
    /// Reloads scripts whenever their files change, with their state.
    #[arg(long)]
    watch: bool,
    /// Plays the input that a file holds, instead of any other; when it is over, nothing is pressed any more.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Writes the input of the run to a file, for --input to play again.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Leaves the terminal's keyboard alone.
    #[arg(long)]
    no_input: bool,
    /// Prints the summary as one JSON object on the standard output, and everything else on standard error.
    #[arg(long)]
    json: bool,
    /// Prints neither status nor what scripts print or log; errors and the summary remain.
    #[arg(long)]
    quiet: bool,
}

fn frames(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "expected a whole number, not negative".to_owned())
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (1e-6..=10.0).contains(&seconds) => Ok(seconds),
        _ => Err("expected a number of seconds from 0.000001 to 10".to_owned()),
    }
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Exec { file } => exec::exec(&file),
        Command::New { dir, language } => match new::create(&dir, &language) {
            Ok(()) => {
                screen::line(&format!(
                    "{} is ready: run it with `glotta run {}`",
                    dir.display(),
                    dir.display()
                ));
                ExitCode::SUCCESS
            }
            Err(message) => {
                screen::error_line(&format!("error: {message}"));
                ExitCode::FAILURE
            }
        },
    }
}
