//! What a case puts out, made the same for every language, and the difference from what was expected.

/// The output without what differs between languages and runs for no fault of the case: the extension of the
/// language's files, and the numbers of entities.
pub(crate) fn normalize(text: &str, extension: &str) -> String {
    let text = text.replace(&format!(".{extension}"), ".*");
    let mut normal = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from_digit) = rest.split_at(at);
        normal.push_str(before);
        let word = digits(from_digit);
        // An entity prints as index, v, generation.
        let generation = from_digit[word..].strip_prefix('v').map_or(0, digits);
        let starts_word = !before.ends_with(|c: char| c.is_alphanumeric() || c == '.');
        if generation > 0 && starts_word {
            normal.push_str("#v#");
            rest = &from_digit[word + 1 + generation..];
        } else {
            normal.push_str(&from_digit[..word]);
            rest = &from_digit[word..];
        }
    }
    normal.push_str(rest);
    if !normal.is_empty() && !normal.ends_with('\n') {
        normal.push('\n');
    }
    normal
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// All lines, `-` before those that were expected and did not come, `+` before those that came instead.
pub(crate) fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    // common[i][j]: how many lines the rests from old[i] and new[j] have in common, in order.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let mut text = String::new();
    let mut put = |mark: &str, line: &str| {
        text.push_str(mark);
        text.push_str(line);
        text.push('\n');
    };
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            put("  ", old[i]);
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            put("- ", old[i]);
            i += 1;
        } else {
            put("+ ", new[j]);
            j += 1;
        }
    }
    text
}
