//! How deeply a script is nested, and how long its names are. The library's compiler calls itself for each level, and would
//! use up the stack of the process for a text that is nested deeply enough; and it makes messages with names in them,
//! which come out as anything at all if they are longer than a thousand bytes, with the default values of parameters too. So
//! such a text does not reach it.

use std::ops::Range;

use glotta_core::{ErrorKind, ScriptError};

use crate::errors::LANGUAGE;
use crate::lexer::{Piece, Pieces, line_of};

/// The most levels. With the library's largest frames that takes some 700 KiB of stack.
const MOST: usize = 150;

/// The longest name, in bytes.
const LONGEST_NAME: usize = 200;

/// The longest default value of a parameter, in bytes: with the rest of its declaration it has to fit into a message.
const LONGEST_DEFAULT: usize = 700;

/// What is open at one level of brackets.
#[derive(Default)]
struct Level {
    /// Whether the brackets are round.
    round: bool,
    /// Where something is set to a value between round brackets: maybe the default value of a parameter.
    value: Option<usize>,
    /// Statements and expressions that go on inside one another without brackets: `if … else if …`, `a = b = …`,
    /// `a ? b : c ? …`.
    open: usize,
    /// Whether a statement has just ended, unless an `else` goes on with it.
    ended: bool,
    /// `array<array<…`
    angles: usize,
}

/// Refuses a text that is nested more deeply than the compiler can bear.
///
/// # Errors
/// [`ErrorKind::Syntax`] with the line where it becomes too deep.
pub(crate) fn check(path: &str, text: &str) -> Result<(), ScriptError> {
    let mut levels = vec![Level::default()];
    let mut open = 0;
    let mut before = 0;
    for (piece, range) in Pieces::of(text) {
        let Some(level) = levels.last_mut() else { break };
        let word = &text[range.clone()];
        if level.ended {
            level.ended = false;
            if word != "else" {
                open -= level.open;
                level.open = 0;
            }
        }
        match piece {
            Piece::Word if word.len() > LONGEST_NAME => {
                let what = format!("a name or a number of more than {LONGEST_NAME} bytes begins here");
                let line = line_of(text, range.start);
                return Err(ScriptError::new(ErrorKind::Syntax, what).at(LANGUAGE, path, line, 0));
            }
            Piece::Symbol(opening @ (b'(' | b'[' | b'{')) => {
                if opening == b'{' {
                    // What has a body is no default value.
                    levels.iter_mut().for_each(|level| level.value = None);
                }
                levels.push(Level { round: opening == b'(', ..Level::default() });
            }
            Piece::Symbol(closing @ (b')' | b']' | b'}')) => {
                check_default(path, text, level, range.start)?;
                if levels.len() > 1
                    && let Some(closed) = levels.pop()
                {
                    open -= closed.open + closed.angles;
                }
                if closing == b'}'
                    && let Some(level) = levels.last_mut()
                {
                    level.ended = true;
                    open -= level.angles;
                    level.angles = 0;
                }
            }
            Piece::Symbol(b';') => {
                level.ended = true;
                open -= level.angles;
                level.angles = 0;
            }
            Piece::Symbol(b',') => {
                check_default(path, text, level, range.start)?;
                level.value = None;
                open -= level.open;
                level.open = 0;
            }
            // Comparisons count until the statement ends: nobody writes so many.
            Piece::Symbol(b'<') => {
                level.angles += 1;
                open += 1;
            }
            Piece::Symbol(b'>') if level.angles > 0 => {
                level.angles -= 1;
                open -= 1;
            }
            // `==` and the like count twice, which does no harm.
            Piece::Symbol(symbol @ (b'=' | b'?')) => {
                if symbol == b'=' && level.round && level.value.is_none() && is_single(text, &range) {
                    level.value = Some(range.end);
                }
                level.open += 1;
                open += 1;
            }
            Piece::Word
                if matches!(word, "if" | "else" | "for" | "while" | "do" | "switch" | "try" | "catch") =>
            {
                level.open += 1;
                open += 1;
            }
            _ => {}
        }
        let depth = levels.len() + open;
        if depth > MOST && depth > before {
            let line = line_of(text, range.start);
            return Err(ScriptError::new(
                ErrorKind::Syntax,
                format!("the script is nested more than {MOST} levels deep here"),
            )
            .at(LANGUAGE, path, line, 0));
        }
        before = depth;
    }
    Ok(())
}

/// Whether a `=` is not part of another sign, such as `==` or `+=`.
fn is_single(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (text[..range.start].bytes().next_back(), text[range.end..].bytes().next());
    after != Some(b'=') && before.is_none_or(|before| !b"=!<>+-*/%&|^".contains(&before))
}

fn check_default(path: &str, text: &str, level: &Level, end: usize) -> Result<(), ScriptError> {
    match level.value {
        Some(start) if end - start > LONGEST_DEFAULT => {
            let what = format!(
                "a value of more than {LONGEST_DEFAULT} bytes begins here, between brackets: give it to a variable first, \
                 which a default value can name"
            );
            Err(ScriptError::new(ErrorKind::Syntax, what).at(LANGUAGE, path, line_of(text, start), 0))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_not_too_deep() {
        let fine = [
            "void f() { if (a) { } else if (b) { } else { } }\n".repeat(1000),
            "a = 1; b = 2;".repeat(1000),
            format!("enum E {{ {} }}", "A = 1, ".repeat(1000)),
            format!("array<int> a = {{ {} }};", "1, ".repeat(10_000)),
            "if (a < b) { c = d; }".repeat(1000),
            "x = a == b ? c : d;\n".repeat(1000),
            format!("int x = {}1{};", "(".repeat(100), ")".repeat(100)),
            format!("int x = 1{};", " + 1".repeat(10_000)),
            format!("void f() {{ if (a == b{}) g(s, \"{}\"); }}", " && done".repeat(200), "x".repeat(2000)),
            format!("void f() {{ h(@g = function() {{ {} }}); }}", "a = b; ".repeat(500)),
        ];
        for text in fine {
            assert!(check("a.as", &text).is_ok(), "{text:.60}");
        }
    }

    #[test]
    fn a_long_default_value_is_refused_with_its_line() {
        let long = "n".repeat(LONGEST_DEFAULT);
        for text in [
            format!("void f(string s = \"{long}\") {{}}"),
            format!("class A {{ void f(int a, string s = \"{long}\", int b = 1) {{}} }}"),
            format!("import void f(string s = \"{long}\") from \"lib\";"),
            format!("void f(int i = 1{}) {{}}", " + 1".repeat(LONGEST_DEFAULT / 4)),
        ] {
            let error = check("a.as", &format!("int x;\n{text}")).expect_err("too long");
            assert_eq!((error.kind(), error.line()), (ErrorKind::Syntax, Some(2)), "{text:.60}");
            assert!(error.message().contains("more than 700 bytes"), "{error}");
        }
        assert!(check("a.as", "void f(string s = \"text\", int i = 1) {}").is_ok());
    }

    #[test]
    fn what_is_nested_without_end_is_refused_with_its_line() {
        let deep = [
            "(".repeat(10_000),
            "{".repeat(10_000),
            "array<".repeat(10_000),
            "if (a) ".repeat(10_000),
            "if (a) { } else ".repeat(10_000),
            "if (a) b; else ".repeat(10_000),
            "a = ".repeat(10_000),
            "a ? b : ".repeat(10_000),
            "for (;;) ".repeat(10_000),
            "a[".repeat(10_000),
        ];
        for text in deep {
            let error = check("a.as", &format!("int x;\n{text}")).expect_err(&text[..20]);
            assert_eq!((error.kind(), error.line()), (ErrorKind::Syntax, Some(2)), "{text:.60}");
        }
    }

    #[test]
    fn a_name_without_end_is_refused_with_its_line() {
        assert!(check("a.as", &format!("int {};", "a".repeat(LONGEST_NAME))).is_ok());
        let error =
            check("a.as", &format!("int b;\nint {};", "a".repeat(LONGEST_NAME + 1))).expect_err("too long");
        assert_eq!((error.kind(), error.line()), (ErrorKind::Syntax, Some(2)));
        assert!(
            check("a.as", &format!("string s = \"{}\"; // {}", "a".repeat(9999), "b".repeat(9999))).is_ok()
        );
    }

    #[test]
    fn brackets_that_do_not_match_do_no_harm() {
        for text in [")))", "}}}{{{", "];;;[", ">>><<<", "else else"] {
            assert!(check("a.as", text).is_ok(), "{text}");
        }
    }
}
