//! [`InputRecording`]: the input of a run as text, so that it can be played again.

use std::collections::BTreeMap;
use std::fmt;

use glotta_core::{ErrorKind, ScriptError, quote};

use super::snapshot::InputSnapshot;
use super::source::InputSource;

/// The version of the format that is written and read.
const VERSION: u32 = 1;

/// What a file begins with, before its version.
const MAGIC: &str = "glotta-input";

/// The input of a run, frame by frame. As text, it is what `glotta run --record` writes and `--input` reads:
///
/// ```text
/// glotta-input 1
/// project Arena
/// time_step 0.016666666666666666
/// 12 Space=1 Pad.LeftStickX=-0.25
/// 15 Space=0
/// end 600
/// ```
///
/// A line begins with the number of a frame, as `engine.frame` gives it, and names each source whose value changed in it.
/// A source keeps its value until another line changes it. The last line says how many frames there were: after them, all
/// sources are at rest. Empty lines and those that begin with `#` are passed over. Numbers are written so that they read
/// back exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct InputRecording {
    project: String,
    time_step: f64,
    /// What changed, by frame.
    changes: BTreeMap<u64, Vec<(InputSource, f32)>>,
    /// How many frames there are.
    frames: u64,
}

impl InputRecording {
    /// A recording without a frame, of a project that advances so many seconds in each.
    #[must_use]
    pub fn new(project: &str, time_step: f64) -> Self {
        Self { project: one_line(project), time_step, changes: BTreeMap::new(), frames: 0 }
    }

    /// The name of the project that was played.
    #[must_use]
    pub fn project(&self) -> &str {
        &self.project
    }

    /// Seconds of game time in each frame.
    #[must_use]
    pub fn time_step(&self) -> f64 {
        self.time_step
    }

    /// How many frames there are.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Makes sure that it was recorded in this project and with this time step, without which it would not play the
    /// same.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] if it was not.
    pub fn check(&self, project: &str, time_step: f64) -> Result<(), ScriptError> {
        let project = one_line(project);
        if self.project != project {
            return Err(ScriptError::argument(format!(
                "it was recorded in the project {}, and this one is {}",
                quote(&self.project),
                quote(&project)
            )));
        }
        if self.time_step != time_step {
            return Err(ScriptError::argument(format!(
                "it was recorded with {} seconds of game time in each frame, and this game has {time_step}: play it with \
                 that time step (--dt {0})",
                self.time_step
            )));
        }
        Ok(())
    }

    /// Adds what changed in a frame after all others.
    pub(super) fn add(&mut self, frame: u64, changes: Vec<(InputSource, f32)>) {
        self.frames = frame.saturating_add(1);
        if !changes.is_empty() {
            self.changes.insert(frame, changes);
        }
    }

    /// Reads a recording from its text; `name` is that of the file, for errors.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with file, line and column, what was expected and what came.
    pub fn parse(name: &str, text: &str) -> Result<Self, ScriptError> {
        let mut lines = Lines { name, text, rest: (1..).zip(text.lines()) };
        let line = lines.header(MAGIC, "the version")?;
        if line.text != VERSION.to_string() {
            return Err(lines.error(
                line.number,
                line.column,
                format!(
                    "expected version {VERSION} of the format, got {}: record it again with this version of glotta",
                    quote(line.text)
                ),
            ));
        }
        let project = lines.header("project", "the project's name")?.text.to_owned();
        let line = lines.header("time_step", "seconds")?;
        let time_step: f64 = line.text.parse().unwrap_or(f64::NAN);
        if !(time_step > 0.0 && time_step.is_finite()) {
            return Err(lines.error(
                line.number,
                line.column,
                format!("expected a number of seconds above 0, got {}", quote(line.text)),
            ));
        }
        let mut recording = Self { project, time_step, changes: BTreeMap::new(), frames: 0 };
        loop {
            let Some(line) = lines.next() else { return Err(lines.cut_off(recording.frames)) };
            let mut words = words(line.text);
            let (column, first) = words.next().unwrap_or((1, ""));
            if first == "end" {
                recording.frames = lines.frames(line, words.next(), recording.frames)?;
                break;
            }
            let Ok(frame) = first.parse::<u64>() else {
                let message = format!("expected the number of a frame, or end, got {}", quote(first));
                return Err(lines.error(line.number, column, message));
            };
            if frame < recording.frames || frame == u64::MAX {
                let message = format!(
                    "expected a frame from {} on, since frames come in order, got {frame}",
                    recording.frames
                );
                return Err(lines.error(line.number, column, message));
            }
            let changes = words
                .map(|(column, word)| change(word).map_err(|why| lines.error(line.number, column, why)))
                .collect::<Result<Vec<_>, _>>()?;
            recording.add(frame, lines.sorted(line, changes)?);
        }
        match lines.next() {
            Some(line) => Err(lines.error(
                line.number,
                1,
                format!("expected nothing after the line that begins with end, got {}", quote(line.text)),
            )),
            None => Ok(recording),
        }
    }
}

/// A name as it stands in a file: on one line, without white space at its ends.
fn one_line(name: &str) -> String {
    name.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words of a line with the columns where they begin.
fn words(line: &str) -> impl Iterator<Item = (u32, &str)> {
    line.split_ascii_whitespace().map(move |word| {
        let before = word.as_ptr() as usize - line.as_ptr() as usize;
        (column(line, before), word)
    })
}

fn column(line: &str, byte: usize) -> u32 {
    u32::try_from(1 + line[..line.floor_char_boundary(byte)].chars().count()).unwrap_or(0)
}

/// `Space=1`.
fn change(word: &str) -> Result<(InputSource, f32), String> {
    let Some((name, value)) = word.split_once('=') else {
        return Err(format!("expected a source and its value, such as Space=1, got {}", quote(word)));
    };
    let source = InputSource::from_name(name).map_err(|error| error.message().to_owned())?;
    let (least, most) = source.range();
    match value.parse::<f32>() {
        Ok(value) if (least..=most).contains(&value) => Ok((source, source.tame(value))),
        _ => Err(format!("expected a number from {least} to {most} for {source}, got {}", quote(value))),
    }
}

/// The lines of a file that say something.
struct Lines<'t, I> {
    name: &'t str,
    text: &'t str,
    rest: I,
}

#[derive(Clone, Copy)]
struct Line<'t> {
    number: u32,
    /// Where `text` begins.
    column: u32,
    text: &'t str,
}

impl<'t, I: Iterator<Item = (u32, &'t str)>> Lines<'t, I> {
    fn next(&mut self) -> Option<Line<'t>> {
        let says_something = |line: &&(u32, &str)| !line.1.trim().is_empty() && !line.1.starts_with('#');
        let (number, text) = self.rest.by_ref().find(|line| says_something(&line))?;
        Some(Line { number, column: 1, text })
    }

    /// The line that begins with `key`: what comes after it.
    fn header(&mut self, key: &str, what: &str) -> Result<Line<'t>, ScriptError> {
        let line = self.next().ok_or_else(|| {
            let message = format!("the file ends where a line with {key:?} and {what} was expected");
            self.error(self.last(), 1, message)
        })?;
        match line.text.strip_prefix(key).filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
            Some(rest) => {
                let before = line.text.len() - rest.trim_start().len();
                Ok(Line { column: column(line.text, before), text: rest.trim(), ..line })
            }
            None => {
                let message = format!("expected a line with {key:?} and {what}, got {}", quote(line.text));
                Err(self.error(line.number, 1, message))
            }
        }
    }

    /// The number after `end`.
    fn frames(&self, line: Line<'_>, word: Option<(u32, &str)>, least: u64) -> Result<u64, ScriptError> {
        let (column, word) = word.unwrap_or((column(line.text, line.text.len()), ""));
        let number = word.parse::<u64>().ok().filter(|&frames| frames >= least);
        let whole = line.text.split_ascii_whitespace().count() == 2;
        number.filter(|_| whole).ok_or_else(|| {
            let got = if whole { word } else { line.text };
            let message =
                format!("expected end and how many frames there were, at least {least}, got {}", quote(got));
            self.error(line.number, column, message)
        })
    }

    /// The changes of a frame in their order, each source once.
    fn sorted(
        &self,
        line: Line<'_>,
        mut changes: Vec<(InputSource, f32)>,
    ) -> Result<Vec<(InputSource, f32)>, ScriptError> {
        changes.sort_by_key(|&(source, _)| source);
        match changes.windows(2).find(|two| two[0].0 == two[1].0) {
            Some(two) => {
                let message = format!("expected each source once in a frame, got {} twice", two[0].0);
                Err(self.error(line.number, 1, message))
            }
            None => Ok(changes),
        }
    }

    fn cut_off(&self, frames: u64) -> ScriptError {
        let message = format!(
            "the file ends without a line that says where the recording does, so it may be cut off: add the line `end {frames}` \
             to play what is there"
        );
        self.error(self.last(), 1, message)
    }

    /// The number of the last line.
    fn last(&self) -> u32 {
        u32::try_from(self.text.lines().count().max(1)).unwrap_or(u32::MAX)
    }

    fn error(&self, line: u32, column: u32, message: impl Into<String>) -> ScriptError {
        ScriptError::new(ErrorKind::Syntax, message.into()).at("", self.name, line, column)
    }
}

impl fmt::Display for InputRecording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{MAGIC} {VERSION}")?;
        writeln!(f, "project {}", self.project)?;
        writeln!(f, "time_step {}", self.time_step)?;
        for (frame, changes) in &self.changes {
            write!(f, "{frame}")?;
            for (source, value) in changes {
                write!(f, " {source}={value}")?;
            }
            writeln!(f)?;
        }
        writeln!(f, "end {}", self.frames)
    }
}

/// A recording that is being played.
#[derive(Debug)]
pub(super) struct Replay {
    recording: InputRecording,
    now: InputSnapshot,
    /// The first frame whose changes were not made yet.
    next: u64,
}

impl Replay {
    pub(super) fn new(recording: InputRecording) -> Self {
        Self { recording, now: InputSnapshot::default(), next: 0 }
    }

    /// What the sources say in a frame; frames come in order.
    pub(super) fn at(&mut self, frame: u64) -> InputSnapshot {
        if frame >= self.recording.frames {
            return InputSnapshot::default();
        }
        if self.next <= frame {
            for &(source, value) in self.recording.changes.range(self.next..=frame).flat_map(|(_, all)| all) {
                self.now.set(source, value);
            }
            self.next = frame + 1;
        }
        self.now.clone()
    }
}

#[cfg(test)]
mod tests;
