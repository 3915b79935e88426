//! What stands around the place of a message, which the message does not say.

use std::collections::BTreeSet;

use crate::bind::is_reserved;
use crate::include::Section;
use crate::lexer::{Piece, Pieces, line_of};

/// What is known of the place of a message besides.
#[derive(Debug, Default)]
pub(crate) struct Around<'s> {
    /// Whether a dot stands before it, if that is known.
    pub(super) is_member: Option<bool>,
    /// Whether it is in a line that is to be a loop over a list.
    pub(super) is_loop_over_list: bool,
    /// The names that the script has written itself.
    pub(super) words: BTreeSet<&'s str>,
    /// Those that it has made types of.
    pub(super) types: BTreeSet<&'s str>,
    /// The last bracket in the text that is not closed, and its line.
    pub(super) unclosed: Option<(char, u32)>,
}

/// The texts of a script.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts<'s> {
    sections: &'s [Section],
}

impl<'s> Texts<'s> {
    pub(crate) const fn of(sections: &'s [Section]) -> Self {
        Self { sections }
    }

    /// What stands around a place. The script did not mean the names in `unknown`.
    pub(crate) fn around(self, path: &str, row: u32, column: u32, unknown: &BTreeSet<&str>) -> Around<'s> {
        let section = self.sections.iter().find(|section| section.path == path);
        let line = section.and_then(|section| line(&section.text, row)).unwrap_or_default();
        let mut around = Around {
            is_member: follows_dot(line, column),
            is_loop_over_list: is_loop_over_list(line),
            unclosed: section.and_then(|section| unclosed(&section.text)),
            ..Around::default()
        };
        for section in self.sections {
            let mut before = "";
            for (piece, range) in Pieces::of(&section.text) {
                let word = &section.text[range];
                if piece == Piece::Word && !unknown.contains(word) {
                    if matches!(before, "class" | "interface" | "enum" | "funcdef") {
                        around.types.insert(word);
                    }
                    if !word.starts_with(|letter: char| letter.is_ascii_digit()) && !is_reserved(word) {
                        around.words.insert(word);
                    }
                }
                before = word;
            }
        }
        around
    }
}

fn line(text: &str, row: u32) -> Option<&str> {
    text.split('\n').nth(row.checked_sub(1)? as usize)
}

fn follows_dot(line: &str, column: u32) -> Option<bool> {
    let before = line.get(..column.checked_sub(1)? as usize)?;
    Some(before.trim_end().ends_with('.'))
}

fn is_loop_over_list(line: &str) -> bool {
    let line = line.trim_start();
    let head = line.split_once(')').map_or(line, |(head, _)| head);
    line.starts_with("foreach")
        || (line.starts_with("for") && !head.contains(';') && head.contains([':', ' ']))
}

/// The innermost bracket that is open at the end of a text.
fn unclosed(text: &str) -> Option<(char, u32)> {
    let mut open = Vec::new();
    for (piece, range) in Pieces::of(text) {
        match piece {
            Piece::Symbol(bracket @ (b'(' | b'[' | b'{')) => open.push((bracket, range.start)),
            // A wrong one is told in another message.
            Piece::Symbol(b')' | b']' | b'}') => drop(open.pop()),
            _ => {}
        }
    }
    open.last().map(|(bracket, start)| (char::from(*bracket), line_of(text, *start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bracket_that_is_open_at_the_end_is_found() {
        assert_eq!(unclosed("void f() {\n if (a) {\n }\n"), Some(('{', 1)));
        assert_eq!(unclosed("void f() {\n g(\n"), Some(('(', 2)));
        assert_eq!(unclosed("void f() { } // {"), None);
        assert_eq!(unclosed("}}}"), None);
    }

    #[test]
    fn a_name_behind_a_dot_is_a_member() {
        assert_eq!(follows_dot("  a.b", 5), Some(true));
        assert_eq!(follows_dot("  a.b", 3), Some(false));
        assert_eq!(follows_dot("ä.b", 2), None, "inside a character");
        assert_eq!((follows_dot("", 0), follows_dot("a", 9)), (None, None));
        assert_eq!((line("a\nb", 2), line("a", 0), line("a", 9)), (Some("b"), None, None));
    }

    #[test]
    fn the_script_s_own_names_are_known() {
        let section =
            Section { path: "a.as".into(), text: "class Orc { int health; } int helth = 3;".into() };
        let sections = [section];
        let around = Texts::of(&sections).around("a.as", 1, 1, &BTreeSet::from(["helth"]));
        assert_eq!(around.words, BTreeSet::from(["Orc", "health"]));
        assert_eq!(around.types, BTreeSet::from(["Orc"]));
    }
}
