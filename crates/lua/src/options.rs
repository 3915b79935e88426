//! Arguments by name, for a language that has none: a call gives what it must by place, and the rest in one table.
//!
//! ```lua
//! system.register("decay", decay, { priority = 10 })
//! ```
//!
//! The table's values are put where the arguments would stand, so whoever reads the call sees no difference.

use glotta_core::{Function, ScriptError};
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
