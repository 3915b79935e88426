//! [`ScriptError`]: the one error that crosses every border.

use std::borrow::Cow;
use std::fmt;

/// What kind of thing went wrong. Scripts see the [name](Self::name) as the error's `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The source text is not a program of its language.
    Syntax,
    /// The script failed while it ran, by its own doing (`error()`, an exception, a nil index).
    Runtime,
    /// A value had the wrong type where no argument is to blame: a field, an element, a result.
    Type,
    /// An argument of a call was missing, of the wrong type or out of range.
    Argument,
    /// Something named does not exist: an entity, a component, a field, a file, a function.
    NotFound,
    /// The script used up its time.
    Timeout,
    /// The script used up its memory.
    OutOfMemory,
    /// The engine itself failed: a panic in a bound function, a broken registration.
    Host,
}

impl ErrorKind {
    /// The name that scripts and messages use: `syntax`, `runtime`, `type`, `argument`, `not-found`, `timeout`,
    /// `out-of-memory`, `host`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Runtime => "runtime",
            Self::Type => "type",
            Self::Argument => "argument",
            Self::NotFound => "not-found",
            Self::Timeout => "timeout",
            Self::OutOfMemory => "out-of-memory",
            Self::Host => "host",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One level of the stack of calls that led to an error, in whatever language it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackFrame {
    /// The language's name, as in [`crate::LanguageInfo::name`].
    pub language: &'static str,
    /// The script, as a path relative to the project; empty for a function without a source.
    pub source: String,
    /// The line in it, counted from 1; 0 where it is not known.
    pub line: u32,
    /// The function's name; empty for the body of the script and for nameless functions.
    pub function: String,
}

impl fmt::Display for StackFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.source.is_empty(), self.line) {
            (true, _) => f.write_str("[engine]")?,
            (false, 0) => f.write_str(&self.source)?,
            (false, line) => write!(f, "{}:{line}", self.source)?,
        }
        if !self.function.is_empty() {
            write!(f, " in {}", self.function)?;
        }
        Ok(())
    }
}

/// What went wrong, where, and how the scripts got there. The same type in every language.
///
/// It is one pointer wide, so that a `Result` of a call costs nothing while nothing goes wrong. It prints as
/// `FILE:LINE: message`; [`report`](Self::report) adds the stack.
#[derive(Clone, PartialEq, Eq)]
pub struct ScriptError(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    kind: ErrorKind,
    message: String,
    language: &'static str,
    source: String,
    line: u32,
    column: u32,
    frames: Vec<StackFrame>,
}

impl ScriptError {
    /// An error of `kind` that says `message`, not yet placed.
    #[cold]
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Details {
            kind,
            message: message.into().into_owned(),
            language: "",
            source: String::new(),
            line: 0,
            column: 0,
            frames: Vec::new(),
        }))
    }

    /// Something named does not exist.
    #[cold]
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::NotFound, message)
    }

    /// An argument is wrong in a way that its type does not show, such as being out of range.
    #[cold]
    pub fn argument(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Argument, message)
    }

    /// The engine failed.
    #[cold]
    pub fn host(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Host, message)
    }

    /// The error of a language that is asked for a global variable in which a component handle is. What the handle would
    /// give is a copy of the component, and that is not what whoever keeps it means.
    #[cold]
    #[must_use]
    pub fn handle_has_no_value() -> Self {
        Self::new(
            ErrorKind::Type,
            "a component handle has no value of its own: keep the entity, and take its handle anew",
        )
    }

    /// A call into a script is nested in more calls than [`MAX_NESTED_CALLS`](crate::MAX_NESTED_CALLS).
    #[cold]
    #[must_use]
    pub fn nested_too_deeply() -> Self {
        let most = crate::MAX_NESTED_CALLS;
        Self::new(
            ErrorKind::Runtime,
            format!("stack overflow: more than {most} calls from the engine into scripts are nested"),
        )
    }

    /// Code of a script has called the engine at a time when its language was given no host: as a finaliser can, or a
    /// thread that the script started.
    #[cold]
    #[must_use]
    pub fn no_host() -> Self {
        Self::host("the engine cannot be reached from here")
    }

    /// A value has the wrong type: `expected Vec3, got string "up"`.
    #[cold]
    #[must_use]
    pub fn type_mismatch(expected: &str, got: &str) -> Self {
        Self::new(ErrorKind::Type, format!("expected {expected}, got {got}"))
    }

    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What went wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The language it happened in; empty if it did not happen in a script.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.0.language
    }

    /// The script it happened in, as a path relative to the project; empty where it is not known.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// The line in the script, counted from 1, where it is known.
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        (self.0.line > 0).then_some(self.0.line)
    }

    /// The column in the line, counted from 1, where the language knows it.
    #[must_use]
    pub fn column(&self) -> Option<u32> {
        (self.0.column > 0).then_some(self.0.column)
    }

    /// The stack of calls, innermost first, across languages.
    #[must_use]
    pub fn frames(&self) -> &[StackFrame] {
        &self.0.frames
    }

    /// The same error with its kind replaced.
    #[must_use]
    pub fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// The same error with its message replaced.
    #[cold]
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.0.message = message.into().into_owned();
        self
    }

    /// The same error with `context` and a colon before its message: the way outer layers say what they were
    /// doing.
    #[cold]
    #[must_use]
    pub fn within(mut self, context: impl fmt::Display) -> Self {
        self.0.message = format!("{context}: {}", self.0.message);
        self
    }

    /// The same error at this place, unless it is placed already: the innermost place is the one that counts.
    /// `line` and `column` count from 1; 0 means unknown.
    #[cold]
    #[must_use]
    pub fn at(mut self, language: &'static str, source: &str, line: u32, column: u32) -> Self {
        if self.0.source.is_empty() {
            self.0.language = language;
            source.clone_into(&mut self.0.source);
            self.0.line = line;
            self.0.column = column;
        }
        self
    }

    /// Adds outer levels to the stack of calls. If the error has no place yet, the innermost of them that has a
    /// source becomes it.
    #[cold]
    pub fn push_frames(&mut self, frames: impl IntoIterator<Item = StackFrame>) {
        for frame in frames {
            if self.0.source.is_empty() && !frame.source.is_empty() {
                self.0.language = frame.language;
                self.0.source.clone_from(&frame.source);
                self.0.line = frame.line;
            }
            self.0.frames.push(frame);
        }
    }

    /// The error of a mistaken argument, named as the caller wrote it:
    /// `component.set_position: argument 2 (position): expected Vec3, got string "up"`.
    /// `index` counts from 0. Errors about type become errors about the argument.
    #[cold]
    #[must_use]
    pub fn in_argument(self, function: impl fmt::Display, index: usize, parameter: &str) -> Self {
        let kind = if self.0.kind == ErrorKind::Type { ErrorKind::Argument } else { self.0.kind };
        self.within(format_args!("{function}: argument {} ({parameter})", index + 1)).with_kind(kind)
    }

    /// The error that a bound function returned, with its name before the message. An error that a script raised
    /// further in keeps its message: it is that script's, not the function's.
    #[cold]
    #[must_use]
    pub fn in_function(self, function: impl fmt::Display) -> Self {
        if self.0.source.is_empty() && self.0.frames.is_empty() { self.within(function) } else { self }
    }

    /// The same error with its places named from further out: `folder` is put before the path of every script.
    /// It should end in `/`, or be empty.
    #[must_use]
    pub fn below(mut self, folder: &str) -> Self {
        let sources = self.0.frames.iter_mut().map(|frame| &mut frame.source).chain([&mut self.0.source]);
        for source in sources.filter(|source| !source.is_empty()) {
            source.insert_str(0, folder);
        }
        self
    }

    /// The whole story: place and message, then the stack, one level a line, indented.
    #[must_use]
    pub fn report(&self) -> String {
        use fmt::Write as _;
        let mut text = self.to_string();
        for frame in &self.0.frames {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n    at {frame}");
        }
        text
    }
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { source, line, column, message, .. } = &*self.0;
        if !source.is_empty() {
            f.write_str(source)?;
            if *line > 0 {
                write!(f, ":{line}")?;
                if *column > 0 {
                    write!(f, ":{column}")?;
                }
            }
            f.write_str(": ")?;
        }
        f.write_str(message)
    }
}

impl fmt::Debug for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScriptError[{}] {}", self.0.kind, self.report())
    }
}

impl std::error::Error for ScriptError {}

/// `text` in double quotes for a message, control characters escaped, shortened to 40 characters.
#[must_use]
pub fn quote(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        None => format!("{text:?}"),
        Some((end, _)) => format!("{:?}…", &text[..end]),
    }
}

/// The tail of a message about an unknown name: the candidates that are spelt most like it, or an empty text
/// (`; did you mean "Transform"?`).
#[must_use]
pub fn near_names<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 3;
    // No name is so long, and comparing takes as many steps as both have letters, multiplied.
    const LONGEST: usize = 200;
    if name.len() > LONGEST {
        return String::new();
    }
    let wanted = name.to_lowercase();
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let spelt = candidate.to_lowercase();
            let distance = strsim::osa_distance(&wanted, &spelt);
            let contained = !wanted.is_empty() && (spelt.contains(&wanted) || wanted.contains(&spelt));
            (contained || distance <= 1 + (wanted.chars().count() / 4).min(2))
                .then_some((distance, candidate))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    if near.is_empty() {
        return String::new();
    }
    let names: Vec<String> = near.iter().take(SHOWN).map(|(_, name)| format!("{name:?}")).collect();
    format!("; did you mean {}?", names.join(" or "))
}

/// The tail of a message about an unknown member: the names that are spelt most like it, or, where none is, those
/// there are (`; it has current, max`).
#[must_use]
pub fn near_or_all(name: &str, names: &[&str]) -> String {
    let near = near_names(name, names.iter().copied());
    if near.is_empty() && !names.is_empty() { format!("; it has {}", listed(names)) } else { near }
}

/// The first of the names, enough to recognise what they belong to: `current, max`.
#[must_use]
pub fn listed(names: &[&str]) -> String {
    const MOST: usize = 8;
    let more = if names.len() > MOST { ", …" } else { "" };
    format!("{}{more}", names[..names.len().min(MOST)].join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_pointer_wide() {
        assert_eq!(size_of::<Result<(), ScriptError>>(), size_of::<usize>());
    }

    #[test]
    fn the_innermost_place_counts() {
        let error =
            ScriptError::not_found("no such thing").at("lua", "a.lua", 3, 0).at("python", "b.py", 9, 1);
        assert_eq!(error.to_string(), "a.lua:3: no such thing");
    }

    #[test]
    fn frames_place_an_error_that_has_no_place() {
        let mut error = ScriptError::argument("bad");
        let frame = |source: &str, line, function: &str| StackFrame {
            language: "lua",
            source: source.to_owned(),
            line,
            function: function.to_owned(),
        };
        error.push_frames([frame("", 0, "entity.destroy"), frame("a.lua", 7, "f"), frame("a.lua", 9, "")]);
        assert_eq!(
            error.report(),
            "a.lua:7: bad\n    at [engine] in entity.destroy\n    at a.lua:7 in f\n    at a.lua:9"
        );
    }

    #[test]
    fn a_type_error_in_an_argument_is_an_argument_error() {
        let error = ScriptError::type_mismatch("Vec3", "string \"up\"").in_argument(
            "component.set_position",
            1,
            "position",
        );
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert_eq!(
            error.message(),
            "component.set_position: argument 2 (position): expected Vec3, got string \"up\""
        );
    }

    #[test]
    fn near_names_finds_slips_and_says_nothing_of_strangers() {
        let names = ["Transform", "GlobalTransform", "Name"];
        assert_eq!(near_names("Tranform", names), "; did you mean \"Transform\"?");
        assert_eq!(near_names("transform", names), "; did you mean \"Transform\" or \"GlobalTransform\"?");
        assert_eq!(near_names("Health", names), "");
        assert_eq!(near_names(&"Name".repeat(10_000_000), names), "", "answered without comparing");
    }

    #[test]
    fn quote_shortens_and_escapes() {
        assert_eq!(quote("a\0b"), "\"a\\0b\"");
        assert_eq!(quote(&"x".repeat(100)).chars().count(), 43);
    }
}
