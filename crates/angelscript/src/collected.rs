//! Leaving objects to the collector whose end or copying runs code of the script.
//!
//! The library ends most objects as soon as nobody holds them, in the middle of the instruction that let go of them. If
//! the class has a destructor, that instruction waits while code of the script runs, which may let go of the very same
//! handle once more: `~Pet() { @pet = null; }` at `@pet = null` would free the object twice. Copying is no better: what
//! is copied is not held meanwhile, and a copy constructor or an `opAssign` may let go of it.
//!
//! An object that the collector looks after is held by the collector too. So it lives until the call has ended, and its
//! destructor runs where no instruction waits for it. The library leaves to the collector what could be part of a circle;
//! this makes it believe that of the classes in question, by a member through which they could.

use crate::lexer::{Piece, Pieces};

/// How the text of that member begins.
const MEMBER: &str = "::Callback@ _collected_";

/// Whether a marked text has such a member.
pub(crate) fn is_marked(text: &str) -> bool {
    text.contains(MEMBER)
}

/// What is open.
enum Level {
    /// The body of a class.
    Class(Class),
    /// The parameters of something in a class that has the class's own name.
    Parameters,
    Other,
}

struct Class {
    name: String,
    collected: bool,
}

/// What was read last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// `class`
    Keyword,
    /// The name of the class that a body is in.
    OwnName,
    Tilde,
    Other,
}

/// The text, with one more member in each class with a destructor, a copy constructor or an assignment of its own. Lines
/// stay what they are, and so do columns but for what stands in one line behind the end of such a class.
pub(crate) fn marked(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut copied = 0;
    let mut levels: Vec<Level> = Vec::new();
    // The class whose body comes next.
    let mut named: Option<String> = None;
    let mut before = Before::Other;
    for (piece, range) in Pieces::of(text) {
        let word = &text[range.clone()];
        let last = std::mem::replace(&mut before, Before::Other);
        match piece {
            Piece::Word if last == Before::Keyword => named = Some(word.to_owned()),
            Piece::Word if word == "class" => before = Before::Keyword,
            Piece::Word => match levels.as_mut_slice() {
                [.., Level::Class(class)] if word == "opAssign" => class.collected = true,
                [.., Level::Class(class)] if word == class.name => {
                    class.collected |= last == Before::Tilde;
                    before = Before::OwnName;
                }
                [.., Level::Class(class), Level::Parameters] if word == class.name => class.collected = true,
                _ => {}
            },
            Piece::Symbol(b'~') => before = Before::Tilde,
            Piece::Symbol(b';') => named = None,
            Piece::Symbol(b'{') => levels.push(match named.take() {
                Some(name) => Level::Class(Class { name, collected: false }),
                None => Level::Other,
            }),
            Piece::Symbol(b'(' | b'[') => {
                levels.push(if last == Before::OwnName { Level::Parameters } else { Level::Other });
            }
            Piece::Symbol(b')' | b']' | b'}') => {
                if let Some(Level::Class(class)) = levels.pop()
                    && class.collected
                {
                    marked.push_str(&text[copied..range.start]);
                    copied = range.start;
                    marked.push_str(&format!("{MEMBER}{};", class.name));
                }
            }
            _ => {}
        }
    }
    marked.push_str(&text[copied..]);
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str) -> String {
        format!("::Callback@ _collected_{name};")
    }

    #[test]
    fn a_class_whose_end_or_copying_runs_code_gets_a_member() {
        for body in [
            "~A() {}",
            "int n; ~ A ( ) { if (n > 0) { n = ~n; } } int m;",
            "A(const A &in other) {}",
            "A() {} A(int n) {} A(const A&in other, int n = 0) {}",
            "A &opAssign(const A &in other) { return this; }",
            "void opAssign(int n) {}",
            "/* } */ string s = \"}\"; ~A() {}",
        ] {
            let text = format!("int a;\nclass A : B, C {{ {body} }}\nclass D {{ A a; }}");
            let expected = text.replacen("}\nclass D", &format!("{}}}\nclass D", member("A")), 1);
            assert_eq!(marked(&text), expected, "{body}");
            assert!(is_marked(&expected) && !is_marked(&text), "{body}");
        }
    }

    #[test]
    fn others_stay_as_they_are() {
        for text in [
            "class A { int n = ~1; A() { } A(int n) { A other(this); } void f(A@ a) { a = ~a; } }",
            "class A; class B { A@ a; A make(A &in a) { return a; } }",
            "int f() { return ~1; } // class A { ~A() {} }",
            "class",
            "class A",
            "class A {",
            "class A { ~A(",
            "class A { ~A() {}",
            "} ) ] class A { ) ~A(){} }",
            "interface I { void opAssign(int n); } namespace opAssign { int A; }",
        ] {
            assert_eq!(marked(text), text);
        }
    }

    #[test]
    fn each_class_has_a_member_of_its_own() {
        let text = "namespace N { shared abstract class A { ~A() {} } final class B : A { ~B() { A(); } } }";
        let expected = text.replacen("~A() {} }", &format!("~A() {{}} {}}}", member("A")), 1).replacen(
            "A(); } }",
            &format!("A(); }} {}}}", member("B")),
            1,
        );
        assert_eq!(marked(text), expected);
    }
}
