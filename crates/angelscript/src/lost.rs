//! Assignments to what a function of the API returns: `e.name() = "Orc"`, `e.get_position().x = 5`.
//!
//! It returns a copy, so they would change nothing. The compiler would refuse them if results were declared as constants,
//! but then so were variables that are declared with `auto`.

#![allow(unsafe_code)] // looks at functions of the library

use std::ops::Range;

use glotta_angelscript_sys as sys;
use glotta_core::{Api, ErrorKind, Function, ScriptError, Type, VECTORS};

use crate::errors::LANGUAGE;
use crate::include::Section;
use crate::lexer::{Piece, Pieces, line_of};
use crate::vm::text as text_of;

/// Refuses a script that assigns to a result.
///
/// # Errors
/// [`ErrorKind::Syntax`] with the line.
///
/// # Safety
/// The module is alive, and compiled of these sections.
pub(crate) unsafe fn check(
    api: &Api,
    module: *mut sys::Module,
    sections: &[Section],
) -> Result<(), ScriptError> {
    for section in sections {
        for range in assigned(&section.text) {
            let name = &section.text[range.clone()];
            // SAFETY: the caller's promise.
            if !is_copy(api, name) || unsafe { is_declared(module, name) } {
                continue;
            }
            let setter = format!("set_{}", name.strip_prefix("get_").unwrap_or(name));
            let advice = match functions(api).any(|function| function.name == setter) {
                true => format!("call `{setter}`"),
                false => "keep it in a variable".to_owned(),
            };
            let message = format!(
                "what `{name}` returns is a copy, so assigning to it would change nothing else: {advice}"
            );
            let line = line_of(&section.text, range.start);
            return Err(ScriptError::new(ErrorKind::Syntax, message).at(LANGUAGE, &section.path, line, 0));
        }
    }
    Ok(())
}

fn functions(api: &Api) -> impl Iterator<Item = &'static Function> {
    let of_modules = api.module_names().flat_map(|module| api.functions(module));
    let of_vectors = VECTORS.iter().flat_map(|vector| vector.methods.iter().chain(vector.functions));
    of_modules.chain(of_vectors)
}

/// Whether all functions of that name return a value rather than a handle.
fn is_copy(api: &Api, name: &str) -> bool {
    let mut known = false;
    functions(api).filter(|function| function.name == name).all(|function| {
        known = true;
        !matches!(
            function.returns,
            Type::Component | Type::Data | Type::Table | Type::List(_) | Type::Object(_)
        )
    }) && known
}

/// Whether a script has a function of that name itself, whose result may be a reference.
///
/// # Safety
/// The module is alive and compiled.
unsafe fn is_declared(module: *mut sys::Module, name: &str) -> bool {
    // SAFETY: said above; functions and types live as long as the module, and their texts are copied at once.
    unsafe {
        let is_it = |function: *mut sys::Function| {
            !function.is_null() && text_of(sys::glas_function_name(function)) == name
        };
        (0..sys::glas_module_function_count(module))
            .any(|index| is_it(sys::glas_module_function(module, index)))
            || (0..sys::glas_module_type_count(module)).any(|index| {
                let class = sys::glas_module_type(module, index);
                (0..sys::glas_type_method_count(class))
                    .any(|method| is_it(sys::glas_type_method(class, method)))
            })
    }
}

/// Where the names of functions stand whose results are assigned to, or numbers in them.
fn assigned(text: &str) -> Vec<Range<usize>> {
    let pieces: Vec<(Piece, Range<usize>)> = Pieces::of(text).collect();
    let word = |at: usize| match pieces.get(at) {
        Some((Piece::Word, range)) => Some(range.clone()),
        _ => None,
    };
    let symbol = |at: usize| match pieces.get(at) {
        Some((Piece::Symbol(symbol), _)) => Some(*symbol),
        _ => None,
    };
    let touches = |at: usize| {
        pieces.get(at).zip(pieces.get(at + 1)).is_some_and(|(one, other)| one.1.end == other.1.start)
    };
    let mut found = Vec::new();
    // What was called before each bracket that is open, or is looked into there.
    let mut open: Vec<Option<Range<usize>>> = Vec::new();
    // Whose result the expression up to here is.
    let mut result: Option<Range<usize>> = None;
    for at in 0..pieces.len() {
        let before = at.checked_sub(1);
        result = match symbol(at) {
            Some(b'(') => {
                open.push(before.and_then(word));
                None
            }
            Some(b'[') => {
                open.push(result.take());
                None
            }
            Some(b')' | b']') => open.pop().flatten(),
            Some(b'.') => result,
            Some(b'=') if symbol(at + 1) != Some(b'=') || !touches(at) => {
                found.extend(result.take());
                None
            }
            Some(b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^')
                if symbol(at + 1) == Some(b'=') && touches(at) =>
            {
                result
            }
            None if before.and_then(symbol) == Some(b'.') => {
                let lane = word(at).is_some_and(|range| matches!(&text[range], "x" | "y" | "z" | "w"));
                result.filter(|_| lane)
            }
            _ => None,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_that_are_assigned_to_are_found() {
        let names = |text: &'static str| -> Vec<&str> {
            assigned(text).into_iter().map(|range| &text[range]).collect()
        };
        assert_eq!(names("e.name() = \"x\"; e.name() += \"y\";"), ["name", "name"]);
        assert_eq!(names("a::get(f(1), (2)).x = 5; g()[h()] = 1; i().y *= 2;"), ["get", "g", "i"]);
        assert_eq!(names("if (f() == 1 || g() <= 2 || h() != 3 || i().x >= 2) j = k() + 1;"), [""; 0]);
        assert_eq!(names("int x = f(); f().a = 2; f().x.a = 3; (a) = 5; a[f()] = 1; f() - = 3;"), [""; 0]);
    }
}
