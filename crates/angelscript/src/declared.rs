//! How scripts may declare functions.
//!
//! The library passes an object that a handle leads to by `&inout` without holding it: a function that empties the handle
//! goes on with an object that is freed. A parameter that is a handle is held, and used in the same way. So scripts may
//! write `&inout`, and the library reads `@`. A bare `&` means the same; it cannot be told from an operator everywhere,
//! so a function that has one is refused.

#![allow(unsafe_code)] // looks at functions of the library

use std::ptr;

use glotta_angelscript_sys as sys;

use crate::lexer::{Piece, Pieces};
use crate::vm::text as text_of;

/// The text with `@` for each `&inout`, and for each bare `&` in a type of functions. It is as long as before.
pub(crate) fn as_handles(text: &str) -> String {
    let mut handles = text.to_owned().into_bytes();
    // Where an `&` stands that the next piece decides about.
    let mut reference = None;
    let (mut in_type, mut depth) = (false, 0_usize);
    for (piece, range) in Pieces::of(text) {
        let word = &text[range.clone()];
        if let Some(at) = reference.take() {
            let inout = piece == Piece::Word && word == "inout";
            let bare = in_type && depth > 0 && !matches!(word, "in" | "out");
            if inout {
                handles[range.clone()].fill(b' ');
            }
            if inout || bare {
                handles[at] = b'@';
            }
        }
        match piece {
            Piece::Word if word == "funcdef" => (in_type, depth) = (true, 0),
            Piece::Symbol(b';') => in_type = false,
            Piece::Symbol(b'(') => depth += 1,
            Piece::Symbol(b')') => depth = depth.saturating_sub(1),
            Piece::Symbol(b'&') => reference = Some(range.start),
            _ => {}
        }
    }
    // Only ASCII was put in the place of ASCII.
    String::from_utf8(handles).unwrap_or_else(|_| text.to_owned())
}

/// The text without the `const` of each parameter `T@ const &in`, which is as long as before. A function that orders handles
/// is declared so from some version on; older ones know no such parameter, and only this text tells them one.
pub(crate) fn without_constant_handles(text: &str) -> String {
    let mut plain = text.to_owned().into_bytes();
    let mut handle = false;
    let mut constant: Option<std::ops::Range<usize>> = None;
    for (piece, range) in Pieces::of(text) {
        if piece == Piece::Symbol(b'&')
            && let Some(word) = constant.take()
        {
            plain[word].fill(b' ');
        }
        constant = (handle && &text[range.clone()] == "const").then_some(range);
        handle = piece == Piece::Symbol(b'@');
    }
    // As above.
    String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
}

/// The longest declaration, in bytes: see [`crate::nesting`].
const LONGEST: usize = 750;

/// What is wrong with how a function of a module is declared.
///
/// # Errors
/// Why the script is refused.
///
/// # Safety
/// The module is alive and compiled.
pub(crate) unsafe fn check(module: *mut sys::Module) -> Result<(), String> {
    // SAFETY: said above; the functions and types live as long as the module, and their texts are copied at once.
    unsafe {
        for index in 0..sys::glas_module_function_count(module) {
            check_function(sys::glas_module_function(module, index))?;
        }
        for index in 0..sys::glas_module_type_count(module) {
            let class = sys::glas_module_type(module, index);
            for method in 0..sys::glas_type_method_count(class) {
                check_function(sys::glas_type_method(class, method))?;
            }
            for factory in 0..sys::glas_type_factory_count(class) {
                check_function(sys::glas_type_factory(class, factory))?;
            }
        }
        for index in 0..sys::glas_module_import_count(module) {
            check_length(&text_of(sys::glas_module_import_declaration(module, index)))?;
        }
    }
    Ok(())
}

fn check_length(declaration: &str) -> Result<(), String> {
    if declaration.len() <= LONGEST {
        return Ok(());
    }
    let begin = &declaration[..declaration.floor_char_boundary(60)];
    Err(format!("the declaration `{begin} …` has more than {LONGEST} bytes: give it fewer parameters"))
}

/// # Safety
/// The function is null or alive.
unsafe fn check_function(function: *mut sys::Function) -> Result<(), String> {
    if function.is_null() {
        return Ok(());
    }
    // SAFETY: said above; the places are ours, and those that are null are not wanted. The text is copied at once.
    let (declaration, bare) = unsafe {
        let bare = (0..sys::glas_function_parameter_count(function)).any(|index| {
            let mut flags = 0;
            sys::glas_function_parameter(
                function,
                index,
                ptr::null_mut(),
                &raw mut flags,
                ptr::null_mut(),
                ptr::null_mut(),
            );
            flags & sys::TM_INOUTREF == sys::TM_INOUTREF
        });
        (text_of(sys::glas_function_declaration(function, true, true, true)), bare)
    };
    check_length(&declaration)?;
    if bare {
        return Err(format!(
            "`{declaration}` takes an object by `&` alone: write `&in`, `&out`, or `@` for a handle"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_by_inout_is_passed_by_handle() {
        for (text, handles) in [
            ("void f(C &inout c)", "void f(C @      c)"),
            (
                "void f(const array<int> & inout a, int &in b)",
                "void f(const array<int> @       a, int &in b)",
            ),
            (
                "funcdef int &F(C &, const C & c, C &in, C &out);",
                "funcdef int &F(C @, const C @ c, C &in, C &out);",
            ),
            ("void f(C &/* ä */inout c)", "void f(C @/* ä */      c)"),
        ] {
            assert_eq!(as_handles(text), handles);
        }
    }

    #[test]
    fn a_constant_handle_that_is_passed_by_in_is_any_handle() {
        for (text, plain) in [
            ("bool f(C@ const &in a, C @const&in b)", "bool f(C@       &in a, C @     &in b)"),
            ("const C@ const x = y; void f(const C &in)", "const C@ const x = y; void f(const C &in)"),
            ("C@ const\n& in", "C@      \n& in"),
            ("@const", "@const"),
        ] {
            assert_eq!(without_constant_handles(text), plain);
        }
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "int x = a & b; bool y = a && inside;",
            "void f(C & c) {} // &inout",
            "string s = \"&inout\";",
            "funcdef void F(); int z = (a & b);",
            "&",
            "inout",
        ] {
            assert_eq!(as_handles(text), text);
        }
    }
}
