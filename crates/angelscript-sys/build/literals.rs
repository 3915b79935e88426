//! Makes a library that is already compiled read the numbers of scripts by our function.
//!
//! The library's own function adds up the digits of a fraction and rounds each time: every fourth number is one bit off
//! from what all other languages make of it. Nothing tells the library to use another, so the one call of it is given
//! another name, of the same length, in a copy of the library: `shim/literals.cpp` has the function of that name.
//! Formats of object files keep names as plain bytes, so it takes no tool and is the same on every system.

/// What the library calls its function.
pub(crate) const THEIRS: &str = "asStringScanDouble";
/// What the shim calls ours.
pub(crate) const OURS: &str = "asStringScanNumber";
const _: () = assert!(THEIRS.len() == OURS.len());

/// A name that only the compiler's own object file and the index have.
const COMPILER: &str = "asCCompiler";

/// What an archive begins with.
const MAGIC: &[u8] = b"!<arch>\n";
/// How long the head of a member is, in bytes.
const HEAD: usize = 60;

/// A copy of a static library that calls our function. None if it is not built as expected, such as for optimisation by
/// the linker: then it can only be used as it is.
pub(crate) fn redirected(library: &[u8]) -> Option<Vec<u8>> {
    let mut copy = library.to_vec();
    library.starts_with(MAGIC).then_some(())?;
    let mut rest = copy.get_mut(MAGIC.len()..)?;
    let mut calls = 0;
    while rest.len() > HEAD {
        let (head, after) = rest.split_at_mut(HEAD);
        let length: usize = std::str::from_utf8(&head[48..58]).ok()?.trim_end().parse().ok()?;
        let (member, after) = after.split_at_mut_checked(length)?;
        if !is_index(head, member) && count(member, COMPILER) > 0 {
            calls += rename(member);
        }
        // Members begin at even places.
        rest = after.get_mut(length % 2..).unwrap_or_default();
    }
    (calls > 0).then_some(copy)
}

/// Whether a member only says which names there are: it goes on saying so.
fn is_index(head: &[u8], member: &[u8]) -> bool {
    let starts = |start: &str| head.starts_with(start.as_bytes());
    starts("/ ") || starts("// ") || starts("/SYM64/") || starts("/<") || {
        const APPLE: &str = "__.SYMDEF";
        starts(APPLE) || (starts("#1/") && member.starts_with(APPLE.as_bytes()))
    }
}

fn count(bytes: &[u8], name: &str) -> usize {
    bytes.windows(name.len()).filter(|window| *window == name.as_bytes()).count()
}

/// Renames the function in an object file, and tells how often it was named.
fn rename(object: &mut [u8]) -> usize {
    let mut count = 0;
    let mut at = 0;
    while let Some(window) = object.get_mut(at..at + THEIRS.len()) {
        if *window == *THEIRS.as_bytes() {
            window.copy_from_slice(OURS.as_bytes());
            count += 1;
        }
        at += 1;
    }
    count
}
