//! Running other programs, with errors that a person can act on.

use std::fmt;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

/// Why a command did not do what it should.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something that the user must be told.
    Message(String),
    /// A program failed, with this exit code, and has told the user itself.
    Code(u8),
}

/// The cargo that runs us, at the root of the workspace.
pub(crate) fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    // The parent folder exists: it is where this crate was compiled.
    command.args(arguments).current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    command
}

/// The command as one would type it.
pub(crate) fn typed(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default();
    let mut text = program.to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

fn announce(command: &Command) {
    eprintln!("xtask: {}", typed(command));
}

fn cannot_run(command: &Command, error: &io::Error) -> Failure {
    Failure::Message(format!("cannot run `{}`: {error}", typed(command)))
}

fn judge(status: ExitStatus) -> Result<(), Failure> {
    if status.success() {
        return Ok(());
    }
    // No code means ended by a signal.
    let code = status.code().and_then(|code| u8::try_from(code).ok()).filter(|code| *code != 0);
    Err(Failure::Code(code.unwrap_or(1)))
}

/// Runs a command, its output going where ours goes.
pub(crate) fn step(mut command: Command) -> Result<(), Failure> {
    announce(&command);
    let status = command.status().map_err(|error| cannot_run(&command, &error))?;
    judge(status)
}

/// Becomes the command where the system allows it, so that Ctrl-C and the exit code are the command's own.
pub(crate) fn replace(mut command: Command) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        announce(&command);
        let error = command.exec();
        Err(cannot_run(&command, &error))
    }
    #[cfg(not(unix))]
    step(command)
}

/// True if the command can be run and succeeds. It prints nothing.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// What the test runners said last.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    lines: Vec<String>,
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Summary {
    /// Takes note of a line that a runner printed.
    fn see(&mut self, line: &str) {
        if !line.starts_with("test result:") {
            return;
        }
        let count = |what: &str| {
            let (before, _) = line.split_once(what)?;
            before.trim_end().rsplit(' ').next()?.parse::<u64>().ok()
        };
        let [passed, failed, ignored] = ["passed", "failed", "ignored"].map(|what| count(what).unwrap_or(0));
        self.passed += passed;
        self.failed += failed;
        self.ignored += ignored;
        // Runners without a test that matches are not worth a line.
        if passed + failed + ignored > 0 {
            self.lines.push(line.to_owned());
        }
    }

    /// The counts of all runners.
    pub(crate) fn counts(&self) -> String {
        let Self { passed, failed, ignored, .. } = self;
        let runners = self.lines.len();
        format!("{passed} passed; {failed} failed; {ignored} ignored; {runners} runners")
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        let verdict = if self.failed == 0 { "ok" } else { "FAILED" };
        writeln!(f, "total: {verdict}. {}", self.counts())
    }
}

/// Runs a command that runs tests, passes on what it prints, and sums it up.
pub(crate) fn tests(mut command: Command) -> Result<(Summary, Result<(), Failure>), Failure> {
    announce(&command);
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_run(&command, &error))?;
    let mut summary = Summary::default();
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        // By bytes: a test may print what is not UTF-8.
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            // If nobody reads us any more (`| head`), the tests run on and the exit code still counts.
            let _ = io::stdout().write_all(&line);
            summary.see(String::from_utf8_lossy(&line).trim_end());
            line.clear();
        }
    }
    let status = child.wait().map_err(|error| cannot_run(&command, &error))?;
    Ok((summary, judge(status)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_adds_up_and_leaves_out_empty_runners() {
        let mut summary = Summary::default();
        summary.see("test a ... ok");
        summary.see(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
        );
        summary.see(
            "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 7 filtered out; finished in 0.0s",
        );
        summary.see("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        let text = summary.to_string();
        assert_eq!(text.lines().count(), 3);
        assert!(text.ends_with("total: FAILED. 15 passed; 2 failed; 1 ignored; 2 runners\n"), "{text}");
    }

    #[test]
    fn a_program_that_is_not_there_is_a_message() {
        let failure = step(Command::new("glotta-no-such-program")).expect_err("it is not there");
        assert!(
            matches!(&failure, Failure::Message(text) if text.starts_with("cannot run `glotta-no-such-program`")),
            "{failure:?}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn the_exit_code_of_a_program_is_kept() {
        let mut command = Command::new("sh");
        command.args(["-c", "exit 7"]);
        let failure = step(command).expect_err("it fails");
        assert!(matches!(failure, Failure::Code(7)), "{failure:?}");
    }
}
