//! The pieces that a text is made of, as far as this crate looks at texts itself; the library has the real lexer.

use std::ops::Range;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A string, with its quotes.
    Text,
    /// A name, a word of the language or a number.
    Word,
    /// Any other character.
    Symbol(u8),
}

/// The pieces of a text with their places. Comments and blanks are left out.
pub(crate) struct Pieces<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Where a comment begins that does not end.
    pub(crate) unclosed: Option<usize>,
}

impl<'t> Pieces<'t> {
    /// The pieces of `text`.
    pub(crate) fn of(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, unclosed: None }
    }

    /// Goes on behind a place.
    pub(crate) fn skip_to(&mut self, place: usize) {
        self.at = place.max(self.at);
    }
}

impl Iterator for Pieces<'_> {
    type Item = (Piece, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.at;
            let rest = self.bytes.get(start..)?;
            let (piece, length) = match rest {
                [] => return None,
                [b'/', b'/', ..] => (None, length_to(rest, b"\n", 2)),
                [b'/', b'*', ..] => {
                    let length = length_to(rest, b"*/", 2);
                    if length == rest.len() && (length < 4 || !rest.ends_with(b"*/")) {
                        self.unclosed = Some(start);
                    }
                    (None, length)
                }
                [b'"', b'"', b'"', _, _, _, ..] => (Some(Piece::Text), length_to(rest, b"\"\"\"", 3)),
                [quote @ (b'"' | b'\''), ..] => (Some(Piece::Text), length_of_string(rest, *quote)),
                [byte, ..] if byte.is_ascii_whitespace() => (None, 1),
                // To the library, this is a blank anywhere.
                [0xEF, 0xBB, 0xBF, ..] => (None, 3),
                [byte, ..] if is_of_word(*byte) => (Some(Piece::Word), length_of_word(rest)),
                [byte, ..] => (Some(Piece::Symbol(*byte)), 1),
            };
            self.at = start + length;
            if let Some(piece) = piece {
                return Some((piece, start..self.at));
            }
        }
    }
}

/// Letters outside of ASCII stand in strings and comments only; here they are part of a word, so that texts are cut
/// between characters.
fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn length_of_word(bytes: &[u8]) -> usize {
    let ends = |at: usize| !is_of_word(bytes[at]) || bytes[at..].starts_with(b"\xEF\xBB\xBF");
    (0..bytes.len()).find(|at| ends(*at)).unwrap_or(bytes.len())
}

/// How far it is to the end of `end`, which is looked for from `from` on.
fn length_to(bytes: &[u8], end: &[u8], from: usize) -> usize {
    let found = bytes[from..].windows(end.len()).position(|window| window == end);
    found.map_or(bytes.len(), |found| from + found + end.len())
}

/// The length of a string in quotes, which may go over several lines.
fn length_of_string(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            _ if byte == quote => break,
            _ => {}
        }
    }
    at.min(bytes.len())
}

/// The line, counted from 1, that a place in a text is in.
pub(crate) fn line_of(text: &str, at: usize) -> u32 {
    let breaks = text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        Pieces::of(text).map(|(_, range)| &text[range]).collect()
    }

    #[test]
    fn a_text_is_cut_into_its_pieces() {
        assert_eq!(
            pieces("int a1 = 'x' + \"a\\\"b\"; // no /* no */\n/* \" */ }"),
            ["int", "a1", "=", "'x'", "+", "\"a\\\"b\"", ";", "}"]
        );
        assert_eq!(pieces("\"\"\"a\n\"b\" \"\"\"x"), ["\"\"\"a\n\"b\" \"\"\"", "x"]);
        assert_eq!(pieces("ä\"ü"), ["ä", "\"ü"]);
        assert_eq!(pieces("\"two\nlines\" x \"open\ny"), ["\"two\nlines\"", "x", "\"open\ny"]);
        assert_eq!(pieces("a\u{feff}b \u{feff}\"\u{feff}\""), ["a", "b", "\"\u{feff}\""]);
        assert_eq!(pieces("\"\"\"\"x"), ["\"\"", "\"\"", "x"]);
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!((line_of("a\nb", 0), line_of("a\nb", 2), line_of("a\nb", 99)), (1, 2, 2));
    }
}
