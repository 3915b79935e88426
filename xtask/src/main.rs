//! `cargo xtask`: builds, runs and checks Glotta, and sees to what the system lacks for it.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line tool speaks.

mod python;
mod run;
mod sanitize;
mod system;

use std::ffi::OsString;
use std::process::ExitCode;

use run::{Failure, Summary, cargo};
use system::{ANGELSCRIPT, C_COMPILER, CLIPPY, CXX_COMPILER, PYTHON, RUSTFMT, ensure};

const HELP: &str = "\
Usage: cargo xtask <command> [arguments]

Commands:
  demo [arguments]           build glotta and run examples/arena; arguments go to `glotta run`
  test [filter] [arguments]  run all tests of the workspace, or those whose names contain the filter
  ci                         all tests, then formatting, lints with each language alone too, and documentation,
                             warnings as errors
  bench [arguments]          run the benchmarks; arguments go to the harness
  soak [--minutes <n>]       reload scripts and create entities for minutes, and see whether memory grows
  sanitize [address|thread]  run the tests with a sanitizer that watches memory, or data that threads share
  help                       this text

What the system lacks is installed where that is possible, and named where it is not.
";

/// The frames of the demo: half a minute of the game's time.
const DEMO_FRAMES: &str = "1800";

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let command = arguments.next();
    let arguments: Vec<OsString> = arguments.collect();
    let done = match command.as_ref().map(|command| command.to_string_lossy()).as_deref() {
        Some("demo") => demo(arguments),
        Some("test") => test(arguments),
        Some("ci") => ci(&arguments),
        Some("bench") => bench(arguments),
        Some("soak") => soak(arguments),
        Some("sanitize") => sanitize::run(arguments),
        Some("help" | "-h" | "--help") => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => {
            Err(Failure::Message(format!("there is no command {other:?}; `cargo xtask help` lists them")))
        }
        None => {
            eprint!("{HELP}");
            Err(Failure::Code(2))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Message(message)) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
        Err(Failure::Code(code)) => ExitCode::from(code),
    }
}

/// Builds the command line tool and lets it play the arena.
fn demo(arguments: Vec<OsString>) -> Result<(), Failure> {
    ensure(&[C_COMPILER, CXX_COMPILER, ANGELSCRIPT, PYTHON])?;
    let mut command = cargo(["run", "--release", "--package", "glotta-cli", "--bin", "glotta", "--"]);
    command.args(["run", "examples/arena"]);
    let has_length = arguments.iter().any(|argument| argument.to_string_lossy().starts_with("--frames"));
    if !has_length {
        command.args(["--frames", DEMO_FRAMES]);
    }
    command.args(arguments);
    run::replace(command)
}

/// Runs the tests and closes with the lines that each runner closed with.
fn test(arguments: Vec<OsString>) -> Result<(), Failure> {
    ensure(&[C_COMPILER, CXX_COMPILER, ANGELSCRIPT, PYTHON])?;
    let (summary, done) = run_tests(arguments)?;
    print!("\n{summary}");
    done
}

/// All that must hold before a change is taken in. Every step runs, so that one look shows all that is wrong.
fn ci(arguments: &[OsString]) -> Result<(), Failure> {
    if let Some(argument) = arguments.first() {
        return Err(Failure::Message(format!("ci takes no arguments, got {}", argument.display())));
    }
    ensure(&[C_COMPILER, CXX_COMPILER, ANGELSCRIPT, PYTHON, RUSTFMT, CLIPPY])?;
    let mut failed = Vec::new();
    let mut note = |name: &'static str, done: Result<(), Failure>| {
        if let Err(failure) = done {
            if let Failure::Message(message) = failure {
                eprintln!("xtask: {message}");
            }
            failed.push(name);
        }
    };

    let (summary, done) = run_tests(Vec::new())?;
    note("test", done);
    note("fmt", run::step(cargo(["fmt", "--all", "--check"])));
    let clippy = ["clippy", "--workspace", "--all-features", "--all-targets", "--", "-D", "warnings"];
    note("clippy", run::step(cargo(clippy)));
    note("features", features());
    // Libraries only: the documentation of the tool `glotta` would overwrite that of the crate `glotta`.
    let mut doc = cargo(["doc", "--workspace", "--all-features", "--no-deps", "--lib"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    note("doc", run::step(doc));

    print!("\n{summary}");
    if failed.is_empty() {
        println!("ci: ok: test, fmt, clippy, features, doc");
        Ok(())
    } else {
        println!("ci: FAILED: {}", failed.join(", "));
        Err(Failure::Code(1))
    }
}

/// What a game may choose of the crate `glotta` in place of its default features. All at once is what is tested.
const CHOICES: [&str; 5] = ["", "lua", "python", "angelscript", "watch"];

/// Whether the library compiles, without a warning, for games that choose other features than all. That it does the same
/// then, the tests with all of them tell: no feature takes anything away.
fn features() -> Result<(), Failure> {
    let mut done = Ok(());
    for choice in CHOICES {
        let mut clippy = cargo(["clippy", "--package", "glotta", "--lib", "--no-default-features"]);
        if !choice.is_empty() {
            clippy.args(["--features", choice]);
        }
        clippy.args(["--", "-D", "warnings"]);
        done = run::step(clippy).and(done);
    }
    done
}

/// Runs the benchmarks.
fn bench(arguments: Vec<OsString>) -> Result<(), Failure> {
    ensure(&[C_COMPILER, CXX_COMPILER, ANGELSCRIPT, PYTHON])?;
    let mut command = cargo(["bench", "--package", "glotta-benches"]);
    if !arguments.is_empty() {
        command.arg("--").args(arguments);
    }
    run::replace(command)
}

/// Looks for what stays of scripts and entities that come and go.
fn soak(arguments: Vec<OsString>) -> Result<(), Failure> {
    ensure(&[C_COMPILER, CXX_COMPILER, ANGELSCRIPT, PYTHON])?;
    let mut command = cargo(["run", "--release", "--package", "glotta-soak", "--"]);
    command.args(arguments);
    run::replace(command)
}

/// Runs `cargo test` for the whole workspace with all features, since some have tests of their own; how it went comes back
/// beside what it printed last.
fn run_tests(arguments: Vec<OsString>) -> Result<(Summary, Result<(), Failure>), Failure> {
    let mut command = cargo(["test", "--workspace", "--all-features", "--no-fail-fast"]);
    command.args(arguments);
    run::tests(command)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// The names of the features that a manifest declares.
    fn declared(manifest: &str) -> BTreeSet<&str> {
        let lines = manifest.lines().skip_while(|line| *line != "[features]").skip(1);
        let lines = lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| Some(line.split_once(" = ")?.0)).collect()
    }

    #[test]
    fn every_feature_of_the_library_is_compiled_alone_or_only_adds_tests() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/glotta/Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("there");
        // The last is compiled with all others, and without them nothing of it is another.
        let known: BTreeSet<&str> = CHOICES.into_iter().chain(["default", "bevy_asset"]).collect();
        let declared = declared(&manifest);
        assert!(declared.contains("lua"), "{declared:?}");
        assert_eq!(declared, known.into_iter().filter(|name| !name.is_empty()).collect());
    }
}
