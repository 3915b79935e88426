//! Arguments by name, for a language that has none: a call gives what it must by place, and the rest in one table.
//!
//! ```lua
//! system.register("decay", decay, { priority = 10 })
//! ```
//!
//! The table's values are put where the arguments would stand, so whoever reads the call sees no difference.

use glotta_core::{ErrorKind, Frame as _, Function, ScriptError, Type};
use mlua_sys as ffi;

use crate::frame::LuaFrame;
use crate::read;
use crate::stack::Stack;
use crate::vm::stack_overflow;

/// Puts the values of a call's last argument in their places, if that is a table with names and the function takes such a
/// one. Everything else stays as it is.
///
/// # Errors
/// [`glotta_core::ErrorKind::Argument`] if a name is that of no parameter, or of one that was given by its place.
#[inline]
pub(crate) fn spread(frame: &mut LuaFrame<'_>, function: &Function) -> Result<(), ScriptError> {
    let at = frame.index(function.required);
    if frame.stack.top() == at && frame.stack.kind(at) == ffi::LUA_TTABLE && function.takes_options() {
        return spread_table(frame, function, at);
    }
    Ok(())
}

fn spread_table(frame: &mut LuaFrame<'_>, function: &Function, at: i32) -> Result<(), ScriptError> {
    let stack = frame.stack;
    let optional = function.parameters.len() - function.required;
    // Two more for a key and its value. The model's functions have few parameters, so the cast keeps the number.
    let room = optional as i32;
    if !stack.check(room + 2) {
        return Err(stack_overflow());
    }
    let takes_list = function.parameters.get(function.required).is_some_and(|first| first.ty.takes_lists());
    let is_list = read::kind(stack, frame.vm, at) == glotta_core::ValueKind::List;
    if is_list || !has_names_only(stack, at, takes_list) {
        return Ok(());
    }
    for _ in 0..optional {
        stack.push_nil();
    }
    let top = stack.top();
    stack.push_nil();
    while stack.next(at) {
        let name = stack.bytes(-2).map(String::from_utf8_lossy).unwrap_or_default();
        let place = function.place_of(&name).and_then(|place| {
            place.checked_sub(function.required).ok_or_else(|| function.given_twice(&name))
        });
        match place {
            Ok(place) => stack.replace(at + 1 + place as i32),
            Err(error) => {
                stack.set_top(at);
                return Err(error);
            }
        }
    }
    debug_assert_eq!(stack.top(), top, "the walk ends with what it began with");
    stack.remove(at);
    frame.set_top(top - 1);
    Ok(())
}

/// The error of a call that has its options where nobody looks for them says where they go.
#[cold]
pub(crate) fn hinted(frame: &LuaFrame<'_>, function: &Function, error: ScriptError) -> ScriptError {
    if !matches!(error.kind(), ErrorKind::Type | ErrorKind::Argument) || !function.takes_options() {
        return error;
    }
    let Some(option) = (0..frame.argument_count()).find_map(|index| misplaced(frame, function, index)) else {
        return error;
    };
    // An object stands before the colon.
    let is_method = matches!(function.parameters.first().map(|first| first.ty), Some(Type::Object(_)));
    let given = function.parameters.iter().take(function.required).skip(usize::from(is_method));
    let given: String = given.map(|parameter| format!("{}, ", parameter.name)).collect();
    let called = if is_method { format!("object:{}", function.name) } else { function.to_string() };
    let message = format!(
        "{}; options go into one table, right after what must be given: {called}({given}{{ {option} = … }})",
        error.message()
    );
    error.with_message(message)
}

/// The first of the options that an argument holds, if it is a table of nothing else and its parameter takes no tables.
fn misplaced(frame: &LuaFrame<'_>, function: &Function, index: usize) -> Option<&'static str> {
    let (stack, at) = (frame.stack, frame.index(index));
    let takes_tables = function.parameters.get(index).is_some_and(|parameter| parameter.ty.takes_tables());
    if takes_tables || stack.kind(at) != ffi::LUA_TTABLE || !stack.check(2) {
        return None;
    }
    let top = stack.top();
    let mut first = None;
    stack.push_nil();
    while stack.next(at) {
        stack.pop(1);
        let is_name = stack.kind(-1) == ffi::LUA_TSTRING;
        let name = stack.bytes(-1).filter(|_| is_name).map(String::from_utf8_lossy);
        match name.and_then(|name| function.place_of(&name).ok()) {
            Some(place) if place >= function.required => {
                first = Some(first.map_or(place, |first: usize| first.min(place)));
            }
            _ => {
                stack.set_top(top);
                return None;
            }
        }
    }
    first.and_then(|place| function.parameters.get(place)).map(|parameter| parameter.name)
}

/// Whether all keys of a table are strings; if it has none, whether it is no list for that reason.
fn has_names_only(stack: Stack, at: i32, takes_list: bool) -> bool {
    stack.push_nil();
    let mut any = false;
    while stack.next(at) {
        stack.pop(1);
        any = true;
        if stack.kind(-1) != ffi::LUA_TSTRING {
            stack.pop(1);
            return false;
        }
    }
    any || !takes_list
}
