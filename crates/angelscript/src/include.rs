//! Texts that other texts include: `#include "name"`.

use glotta_core::{ErrorKind, LanguageInfo, ScriptError, Source, Sources};

use crate::collected;
use crate::declared;
use crate::errors::LANGUAGE;
use crate::lexer::{Piece, Pieces, line_of};
use crate::nesting;

/// A piece of a script: a text with the name that errors call it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The sections of a script: those that it includes, each once and before the one that includes it, and its own.
///
/// # Errors
/// What the sources say of a name; [`ErrorKind::Syntax`] for a broken line or texts that include each other. All with
/// the place of the line.
pub(crate) fn collect(
    source: &Source,
    sources: &dyn Sources,
    language: &LanguageInfo,
) -> Result<Vec<Section>, ScriptError> {
    let mut collected = Collector { sources, language, sections: Vec::new(), open: Vec::new() };
    collected.add(&source.path, &source.text)?;
    Ok(collected.sections)
}

struct Collector<'a> {
    sources: &'a dyn Sources,
    language: &'a LanguageInfo,
    sections: Vec<Section>,
    /// The paths of the texts whose includes are being followed, outermost first.
    open: Vec<String>,
}

impl Collector<'_> {
    fn add(&mut self, path: &str, text: &str) -> Result<(), ScriptError> {
        // A chain of files: more would be a mistake, and each is a level of the stack.
        const MOST: usize = 100;
        if self.open.len() >= MOST {
            return Err(ScriptError::new(
                ErrorKind::Syntax,
                format!("more than {MOST} files include one another"),
            ));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if let Some(zero) = text.find('\0') {
            let line = line_of(text, zero);
            return Err(ScriptError::new(ErrorKind::Syntax, "the source contains a zero byte")
                .at(LANGUAGE, path, line, 0));
        }
        characters(path, text)?;
        nesting::check(path, text)?;
        self.open.push(path.to_owned());
        let mut own = String::with_capacity(text.len());
        let mut rest = 0;
        for directive in directives(text) {
            let place = |error: ScriptError| error.at(LANGUAGE, path, line_of(text, directive.start), 0);
            let name = directive.name.map_err(|why| place(ScriptError::new(ErrorKind::Syntax, why)))?;
            self.include(path, name).map_err(place)?;
            own.push_str(&text[rest..directive.start]);
            // As many bytes, so that columns stay what they are.
            own.extend(text[directive.start..directive.end].bytes().map(|_| ' '));
            rest = directive.end;
        }
        own.push_str(&text[rest..]);
        self.open.pop();
        self.sections
            .push(Section { path: path.to_owned(), text: collected::marked(&declared::as_handles(&own)) });
        Ok(())
    }

    fn include(&mut self, path: &str, name: &str) -> Result<(), ScriptError> {
        let included = self.sources.import(path, name, self.language)?;
        if let Some(start) = self.open.iter().position(|open| **open == *included.path) {
            let mut chain = self.open[start..].to_vec();
            chain.push(included.path.to_string());
            return Err(ScriptError::new(
                ErrorKind::Syntax,
                format!("scripts include each other: {}", chain.join(" -> ")),
            ));
        }
        if self.sections.iter().any(|section| *section.path == *included.path) {
            return Ok(());
        }
        self.add(&included.path, &included.text)
    }
}

/// Refuses letters that the library does not know, of which it says only that it expects something else, and comments
/// without an end, of which it says nothing.
fn characters(path: &str, text: &str) -> Result<(), ScriptError> {
    let mut pieces = Pieces::of(text);
    for (piece, range) in pieces.by_ref() {
        let word = &text[range.clone()];
        let Some((offset, letter)) = word.char_indices().find(|(_, letter)| !letter.is_ascii()) else {
            continue;
        };
        if piece == Piece::Text {
            continue;
        }
        let place = range.start + offset;
        let column = place - text[..place].rfind('\n').map_or(0, |end| end + 1) + 1;
        let message = format!(
            "`{}` (U+{:04X}) can stand in strings and comments only: names are made of the letters a to z, digits and \
             `_`",
            letter.escape_debug(),
            u32::from(letter)
        );
        return Err(ScriptError::new(ErrorKind::Syntax, message).at(
            LANGUAGE,
            path,
            line_of(text, place),
            u32::try_from(column).unwrap_or(0),
        ));
    }
    match pieces.unclosed {
        Some(start) => Err(ScriptError::new(ErrorKind::Syntax, "the comment that begins here has no `*/`")
            .at(LANGUAGE, path, line_of(text, start), 0)),
        None => Ok(()),
    }
}

/// A line `#include "name"` in a text.
#[derive(Debug, PartialEq)]
struct Directive<'t> {
    start: usize,
    end: usize,
    /// The name, or what is wrong.
    name: Result<&'t str, String>,
}

/// The directives of a text, leaving out what stands in comments and strings.
fn directives(text: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut pieces = Pieces::of(text);
    while let Some((piece, range)) = pieces.next() {
        if piece == Piece::Symbol(b'#') {
            let directive = directive(text, range.start);
            pieces.skip_to(directive.end);
            found.push(directive);
        }
    }
    found
}

fn directive(text: &str, start: usize) -> Directive<'_> {
    let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    let line = text[start..line_end].trim_end();
    let end = start + line.len();
    let wrong = |why: &str| Directive { start, end, name: Err(why.to_owned()) };
    let Some(after) = line[1..].trim_start().strip_prefix("include") else {
        return wrong("expected `#include \"name\"`: no other line begins with `#`");
    };
    let after = after.trim_start();
    let Some(quoted) = after.strip_prefix('"') else {
        return wrong("expected `#include \"name\"`, with the name in quotes");
    };
    let Some(length) = quoted.find('"') else {
        return wrong("the name after `#include` has no closing quote");
    };
    let end = end - (quoted.len() - length - 1);
    Directive { start, end, name: Ok(&quoted[..length]) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use glotta_core::Capabilities;

    use super::*;

    const INFO: LanguageInfo = LanguageInfo {
        name: LANGUAGE,
        version: "",
        extensions: &["as"],
        capabilities: Capabilities::empty(),
    };

    struct Files(BTreeMap<&'static str, &'static str>);

    impl Sources for Files {
        fn import(&self, _: &str, name: &str, _: &LanguageInfo) -> Result<Source, ScriptError> {
            let path = format!("{name}.as");
            let text = self.0.get(path.as_str());
            text.map(|text| Source::new(path, *text))
                .ok_or_else(|| ScriptError::not_found(format!("no script {name:?}")))
        }
    }

    fn sections(
        main: &str,
        files: impl IntoIterator<Item = (&'static str, &'static str)>,
    ) -> Result<Vec<(String, String)>, ScriptError> {
        let files = Files(files.into_iter().collect());
        let sections = collect(&Source::new("main.as", main), &files, &INFO)?;
        Ok(sections.into_iter().map(|section| (section.path, section.text)).collect())
    }

    #[test]
    fn an_included_text_comes_once_and_first_and_columns_stay() {
        let files = [("a.as", "#include \"b\"\nint a;"), ("b.as", "int b;")];
        let found = sections("#include \"a\"  int x; // #include \"no\"\n#include \"b\"\nint c;", files);
        let paths: Vec<_> = found.clone().unwrap_or_default().into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["b.as", "a.as", "main.as"]);
        let main = &found.expect("collected")[2].1;
        assert_eq!(main, "              int x; // #include \"no\"\n            \nint c;");
    }

    #[test]
    fn what_stands_in_strings_and_comments_is_no_directive() {
        for text in [
            "string s = \"#include 'x'\";",
            "string s = \"\\\"#include\";",
            "/* #include \"x\" */",
            "// #include \"x\"",
            "string s = \"\"\"\n#include \"x\"\n\"\"\";",
        ] {
            assert_eq!(directives(text), [], "{text}");
        }
    }

    #[test]
    fn texts_that_include_each_other_are_named_in_order() {
        let files = [("a.as", "\n#include \"b\""), ("b.as", "#include \"a\"")];
        let error = sections("#include \"a\"", files).expect_err("a circle");
        assert_eq!(error.to_string(), "b.as:1: scripts include each other: a.as -> b.as -> a.as");
    }

    #[test]
    fn a_broken_line_is_told_with_its_place() {
        for (text, why) in [
            ("\n#include <a>", "main.as:2: expected `#include \"name\"`, with the name in quotes"),
            ("#include \"a", "main.as:1: the name after `#include` has no closing quote"),
            ("#define X", "main.as:1: expected `#include \"name\"`: no other line begins with `#`"),
            ("\n\n#include \"none\"", "main.as:3: no script \"none\""),
            ("int a;\n\0", "main.as:2: the source contains a zero byte"),
            ("int a;\n/* x\n /", "main.as:2: the comment that begins here has no `*/`"),
            ("/*/", "main.as:1: the comment that begins here has no `*/`"),
            (
                "// ä\nint grö = 1;",
                "main.as:2:7: `ö` (U+00F6) can stand in strings and comments only: names are made of the letters a to z, \
                 digits and `_`",
            ),
        ] {
            let error = sections(text, []).expect_err(text);
            assert_eq!(error.to_string(), why);
        }
    }

    #[test]
    fn any_text_is_taken_without_harm() {
        for text in
            ["#", "\"", "'", "\"\\", "/*", "//", "\"\"\"", "#include", "#include \"\"", "ä#\u{fe0f}", "/"]
        {
            let _ = sections(text, []);
        }
    }
}
