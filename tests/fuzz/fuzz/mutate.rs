//! Texts that are nearly right: good ones with some pieces taken out, doubled, swapped or replaced. They go deeper than
//! arbitrary bytes do.

use proptest::prelude::{Strategy, any, prop};

/// A change of a text.
#[derive(Clone, Debug)]
pub enum Change {
    /// A piece goes.
    Delete(usize),
    /// A piece comes twice.
    Double(usize),
    /// Two pieces change places.
    Swap(usize, usize),
    /// Something else stands in the place of a piece.
    Replace(usize, String),
    /// The text ends there.
    Cut(usize),
}

/// What stands in texts where nobody expects it.
const ODD: &[&str] = &[
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "=",
    "==",
    "-",
    "--",
    "#",
    "//",
    "/*",
    "\\",
    "\0",
    "\n",
    "\t",
    "@",
    "&",
    "é",
    "\u{202e}",
    "nil",
    "None",
    "null",
    "true",
    "end",
    "return",
    "class",
    "def",
    "function",
    "void",
    "int",
    "Value",
    "999999999999999999999",
    "-1",
    "0",
    "1e400",
    "0x7fffffffffffffff",
    "nan",
    "inf",
    "\u{feff}",
    ";",
    ",",
    "::",
    "..",
    "%s",
];

/// One to eight changes.
pub fn changes() -> impl Strategy<Value = Vec<Change>> {
    let place = any::<usize>;
    let change = prop::strategy::Union::new([
        place().prop_map(Change::Delete).boxed(),
        place().prop_map(Change::Double).boxed(),
        (place(), place()).prop_map(|(one, other)| Change::Swap(one, other)).boxed(),
        (place(), prop::sample::select(ODD))
            .prop_map(|(at, text)| Change::Replace(at, text.to_owned()))
            .boxed(),
        (place(), "\\PC{0,12}").prop_map(|(at, text)| Change::Replace(at, text)).boxed(),
        place().prop_map(Change::Cut).boxed(),
    ]);
    prop::collection::vec(change, 1..8)
}

/// The pieces of a text: words, spaces, and every other character by itself.
fn pieces(text: &str) -> Vec<String> {
    let kind = |letter: char| match letter {
        '_' => 1,
        letter if letter.is_alphanumeric() => 1,
        ' ' => 2,
        _ => 0,
    };
    let mut pieces: Vec<String> = Vec::new();
    let mut last = 0;
    for letter in text.chars() {
        match pieces.last_mut() {
            Some(piece) if kind(letter) != 0 && kind(letter) == last => piece.push(letter),
            _ => pieces.push(letter.to_string()),
        }
        last = kind(letter);
    }
    pieces
}

/// The text with these changes.
#[must_use]
pub fn changed(text: &str, changes: &[Change]) -> String {
    let mut pieces = pieces(text);
    for change in changes {
        if pieces.is_empty() {
            break;
        }
        let count = pieces.len();
        match change {
            Change::Delete(at) => drop(pieces.remove(at % count)),
            Change::Double(at) => pieces.insert(at % count, pieces[at % count].clone()),
            Change::Swap(one, other) => pieces.swap(one % count, other % count),
            Change::Replace(at, text) => pieces[at % count].clone_from(text),
            Change::Cut(at) => pieces.truncate(at % count),
        }
    }
    pieces.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_work_on_words_and_single_signs() {
        assert_eq!(pieces("a_1 = (b)"), ["a_1", " ", "=", " ", "(", "b", ")"]);
        let change = |change| changed("if a then", &[change]);
        assert_eq!(change(Change::Delete(0)), " a then");
        assert_eq!(change(Change::Double(7)), "if aa then");
        assert_eq!(change(Change::Swap(0, 4)), "then a if");
        assert_eq!(change(Change::Replace(2, "(".to_owned())), "if ( then");
        assert_eq!(change(Change::Cut(1)), "if");
        assert_eq!(changed("", &[Change::Delete(3)]), "");
    }
}
