//! Finding bytes in bytes.

use memchr::memmem;

/// Where `wanted` is first, at `start` or later. The time is that of going through both once, whatever they hold: no
/// script that searches can be stopped.
pub(super) fn find(text: &[u8], wanted: &[u8], start: usize) -> Option<usize> {
    memmem::find(text.get(start..)?, wanted).map(|at| start + at)
}

/// Where `wanted` is last, beginning at `start` or earlier.
pub(super) fn find_last(text: &[u8], wanted: &[u8], start: usize) -> Option<usize> {
    let end = start.saturating_add(wanted.len()).min(text.len());
    memmem::rfind(text.get(..end)?, wanted)
}

/// Where a byte is first, at `start` or later, that is among `set`, or that is not.
pub(super) fn find_byte(text: &[u8], set: &[u8], start: usize, among: bool) -> Option<usize> {
    let members = members(set);
    let rest = text.get(start..)?;
    rest.iter().position(|byte| members[usize::from(*byte)] == among).map(|at| start + at)
}

/// Where a byte is last, at `start` or earlier, that is among `set`, or that is not.
pub(super) fn find_last_byte(text: &[u8], set: &[u8], start: usize, among: bool) -> Option<usize> {
    let members = members(set);
    let end = start.saturating_add(1).min(text.len());
    text.get(..end)?.iter().rposition(|byte| members[usize::from(*byte)] == among)
}

fn members(set: &[u8]) -> [bool; 256] {
    let mut members = [false; 256];
    for byte in set {
        members[usize::from(*byte)] = true;
    }
    members
}

/// How often `wanted` occurs, without overlaps; an empty text does not.
pub(super) fn count(text: &[u8], wanted: &[u8]) -> usize {
    pieces(text, wanted).count() - 1
}

/// The pieces between the places where `delimiter` occurs; all in one piece if it is empty.
pub(super) fn pieces<'a>(text: &'a [u8], delimiter: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = Some(text);
    let finder = memmem::Finder::new(delimiter);
    std::iter::from_fn(move || {
        let now = rest?;
        let at = if delimiter.is_empty() { None } else { finder.find(now) };
        let piece = match at {
            Some(at) => {
                rest = now.get(at + delimiter.len()..);
                now.get(..at)
            }
            None => {
                rest = None;
                Some(now)
            }
        };
        Some(piece.unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_from_both_ends() {
        let text = b"one two one two";
        assert_eq!(find(text, b"two", 0), Some(4));
        assert_eq!(find(text, b"two", 5), Some(12));
        assert_eq!(find(text, b"two", 13), None);
        assert_eq!(find(text, b"twos", 0), None);
        assert_eq!(find(text, b"", 3), Some(3));
        assert_eq!(find(text, b"", text.len()), Some(text.len()));
        assert_eq!(find(text, b"", text.len() + 1), None);
        assert_eq!(find(b"aaab", b"aab", 0), Some(1));
        assert_eq!(find(b"a", b"aa", 0), None);
        assert_eq!(find_last(text, b"one", usize::MAX), Some(8));
        assert_eq!(find_last(text, b"one", 7), Some(0));
        assert_eq!(find_last(text, b"three", usize::MAX), None);
        assert_eq!(find_last(text, b"", usize::MAX), Some(text.len()));
        assert_eq!((find_last(text, b"", 3), find_last(b"aaaa", b"aa", 1)), (Some(3), Some(1)));
    }

    #[test]
    fn a_text_that_is_nearly_what_is_wanted_everywhere_is_searched_in_one_go() {
        let text = vec![b'a'; 4 << 20];
        let mut wanted = vec![b'a'; 1 << 20];
        wanted.push(b'b');
        assert_eq!((find(&text, &wanted, 0), find_last(&text, &wanted, usize::MAX)), (None, None));
        wanted.insert(0, b'b');
        assert_eq!((find(&text, &wanted, 0), find_last(&text, &wanted, usize::MAX)), (None, None));
        assert_eq!(count(&text, &wanted[1..wanted.len() - 1]), 4);
    }

    #[test]
    fn bytes_of_a_set_are_found_from_both_ends() {
        let text = b"  key = 5 ";
        assert_eq!(find_byte(text, b"=k", 0, true), Some(2));
        assert_eq!(find_byte(text, b" ", 5, false), Some(6));
        assert_eq!(find_byte(text, b"#", 0, true), None);
        assert_eq!(find_byte(text, b"#", 11, false), None);
        assert_eq!(find_last_byte(text, b" ", usize::MAX, false), Some(8));
        assert_eq!(find_last_byte(text, b"ky", 3, true), Some(2));
        assert_eq!(find_last_byte(b"", b"a", usize::MAX, false), None);
    }

    #[test]
    fn a_text_is_cut_at_a_delimiter() {
        let cut = |text: &'static str, delimiter: &'static str| {
            pieces(text.as_bytes(), delimiter.as_bytes())
                .map(|piece| String::from_utf8_lossy(piece).into_owned())
                .collect::<Vec<_>>()
                .join("|")
        };
        assert_eq!(cut("A|B||D", "|"), "A|B||D");
        assert_eq!(cut("a, b, c", ", "), "a|b|c");
        assert_eq!(cut("", ","), "");
        assert_eq!(cut(",", ","), "|");
        assert_eq!(cut("abc", ""), "abc");
        assert_eq!(count(b"aaaa", b"aa"), 2);
        assert_eq!(count(b"abc", b""), 0);
    }
}
