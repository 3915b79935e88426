//! What stands around the place of a message, which the message does not say.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::advice::type_of_function;
use crate::bind::is_reserved;
use crate::include::Section;
use crate::lexer::{Piece, Pieces, line_of};

/// What is known of the place of a message besides.
#[derive(Debug, Default)]
pub(crate) struct Around<'s> {
    /// What stands before it in its line, and from it on.
    pub(super) line: Option<(&'s str, &'s str)>,
    /// The names that the script has written itself.
    pub(super) own: Rc<Own<'s>>,
    /// The last bracket in the text that is not closed, and its line.
    pub(super) unclosed: Option<(char, u32)>,
}

/// The names that a script has written itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Own<'s> {
    pub(super) words: BTreeSet<&'s str>,
    /// Those that it has made types of.
    pub(super) types: BTreeSet<&'s str>,
    /// The components that it defines.
    pub(super) defined: BTreeSet<&'s str>,
    /// What it looks for in the namespace of components.
    pub(super) components: BTreeSet<&'s str>,
}

impl Own<'_> {
    /// Whether it defines the component that a function is called after.
    pub(super) fn defines(&self, function: &str) -> bool {
        self.defined.contains(type_of_function(function).as_str())
    }

    /// Whether a type is the one of a component that it defines or looks for.
    pub(super) fn uses_component(&self, name: &str) -> bool {
        self.defined.contains(name)
            || self.components.iter().any(|function| type_of_function(function) == name)
    }
}

impl Around<'_> {
    /// Whether a dot stands before it, if that is known.
    pub(super) fn is_member(&self) -> Option<bool> {
        self.line.map(|(before, _)| before.trim_end().ends_with('.'))
    }
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

    /// The names in it, but for those in `unknown`, which nobody meant.
    pub(crate) fn own(self, unknown: &BTreeSet<&str>) -> Rc<Own<'s>> {
        let mut own = Own::default();
        for section in self.sections {
            let mut before = "";
            // The two colons are two pieces.
            let mut place = [""; 3];
            for (piece, range) in Pieces::of(&section.text) {
                let word = &section.text[range];
                if piece == Piece::Word && !unknown.contains(word) {
                    if matches!(before, "class" | "interface" | "enum" | "funcdef") {
                        own.types.insert(word);
                    }
                    if !word.starts_with(|letter: char| letter.is_ascii_digit()) && !is_reserved(word) {
                        own.words.insert(word);
                    }
                }
                match (place, piece) {
                    (["component", ":", ":"], Piece::Word) => drop(own.components.insert(word)),
                    ([_, "define", "("], Piece::Text) => {
                        own.defined.insert(word.trim_matches(['"', '\'']));
                    }
                    _ => {}
                }
                place = [place[1], place[2], word];
                before = word;
            }
        }
        Rc::new(own)
    }

    /// What stands around a place.
    pub(crate) fn around(self, own: &Rc<Own<'s>>, path: &str, row: u32, column: u32) -> Around<'s> {
        let text = self.sections.iter().find(|section| section.path == path).map(|section| &*section.text);
        let line = text.and_then(|text| line(text, row));
        // What is left open is told at the end.
        let unclosed = text.filter(|text| text.lines().count() <= row as usize).and_then(unclosed);
        Around { line: line.and_then(|line| parted(line, column)), own: Rc::clone(own), unclosed }
    }
}

impl<'s> Texts<'s> {
    /// Where functions are imported from a script: the path of the text and the line in it.
    pub(crate) fn import_of(self, script: &str) -> Option<(&'s str, u32)> {
        self.sections.iter().find_map(|section| {
            let mut importing = false;
            Pieces::of(&section.text).find_map(|(piece, range)| {
                let word = &section.text[range.clone()];
                importing = (importing || word == "import") && piece != Piece::Symbol(b';');
                let is_it = importing && piece == Piece::Text && word.trim_matches(['"', '\'']) == script;
                is_it.then(|| (section.path.as_str(), line_of(&section.text, range.start)))
            })
        })
    }

    /// Where the nameless functions are.
    pub(crate) fn nameless_functions(self) -> Vec<(&'s str, u32)> {
        let mut found = Vec::new();
        for section in self.sections {
            let words =
                Pieces::of(&section.text).filter(|(_, range)| &section.text[range.clone()] == "function");
            found
                .extend(words.map(|(_, range)| (section.path.as_str(), line_of(&section.text, range.start))));
        }
        found.dedup();
        found
    }
}

fn line(text: &str, row: u32) -> Option<&str> {
    text.split('\n').nth(row.checked_sub(1)? as usize)
}

fn parted(line: &str, column: u32) -> Option<(&str, &str)> {
    line.split_at_checked(column.checked_sub(1)? as usize)
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
        let around = |line, column| Around { line: parted(line, column), ..Around::default() };
        assert_eq!(around("  a.b", 5).is_member(), Some(true));
        assert_eq!(around("  a.b", 3).is_member(), Some(false));
        assert_eq!(around("ä.b", 2).is_member(), None, "inside a character");
        assert_eq!((around("", 0).is_member(), around("a", 9).is_member()), (None, None));
        assert_eq!((line("a\nb", 2), line("a", 0), line("a", 9)), (Some("b"), None, None));
    }

    #[test]
    fn imports_and_nameless_functions_are_found_where_they_are() {
        let section = |path: &str, text: &str| Section { path: path.into(), text: text.into() };
        let sections = [
            section("a.as", "string s = \"lib\";\nimport void f() from \"lib\";\n// function"),
            section("b.as", "import int g(int) from 'other';\nvoid h() {\n f(function(x) { });\n}"),
        ];
        let texts = Texts::of(&sections);
        assert_eq!(texts.import_of("lib"), Some(("a.as", 2)));
        assert_eq!(texts.import_of("other"), Some(("b.as", 1)));
        assert_eq!(texts.import_of("none"), None);
        assert_eq!(texts.nameless_functions(), [("b.as", 3)]);
    }

    #[test]
    fn the_components_that_a_script_defines_and_looks_for_are_known() {
        let text = "void f(Entity e) { component::define(\"Animal\", {}); component::wild_animal(e); other::plant(e); }";
        let sections = [Section { path: "a.as".into(), text: text.into() }];
        let own = Texts::of(&sections).own(&BTreeSet::new());
        assert!(own.defines("animal") && !own.defines("wild_animal") && !own.defines("plant"));
        assert!(
            own.uses_component("Animal") && own.uses_component("WildAnimal") && !own.uses_component("Plant")
        );
    }

    #[test]
    fn the_script_s_own_names_are_known() {
        let section =
            Section { path: "a.as".into(), text: "class Orc { int health; } int helth = 3;".into() };
        let sections = [section];
        let own = Texts::of(&sections).own(&BTreeSet::from(["helth"]));
        assert_eq!(*own, Own { words: ["Orc", "health"].into(), types: ["Orc"].into(), ..Own::default() });
    }
}
