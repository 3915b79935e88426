//! References to data in Lua: `d.hp`, `d.items[1]`, `#d.items`, `pairs(d)`, `d()`.
//!
//! Places in lists count from 1 here and from 0 in the engine. Reading a list or a table gives a reference to it;
//! other values are copies.

#![allow(unsafe_code)] // C functions for Lua

use std::borrow::Cow;

use glotta_core::{DataKey, DataRef, Frame, ScriptError};
use mlua_sys as ffi;

use crate::bind;
use crate::errors;
use crate::read;
use crate::stack::Stack;
use crate::userdata;
use crate::vm::Vm;

/// Fills the metatable of references to data, which is on top.
pub(crate) unsafe fn fill_metatable(stack: Stack) {
    // SAFETY: called while the state is set up, protected, from frames without destructors.
    unsafe {
        stack.set_native(-1, "__index", index);
        stack.set_native(-1, "__newindex", new_index);
        stack.set_native(-1, "__len", length);
        stack.set_native(-1, "__pairs", pairs);
        stack.set_native(-1, "__call", copy);
        stack.set_native(-1, "__eq", equal);
        stack.set_native(-1, "__tostring", to_string);
        stack.set_native(-1, "__concat", errors::concat);
        stack.set_native(-1, "__gc", userdata::finalise::<DataRef>);
        stack.push_str("data");
        stack.set_name(-2, "__name");
        stack.push_boolean(false);
        stack.set_name(-2, "__metatable");
    }
}

/// The reference at an index.
fn reference(stack: Stack, index: i32) -> Result<DataRef, ScriptError> {
    userdata::with(stack, index, |data: &mut DataRef| data.clone())
        .ok_or_else(|| ScriptError::type_mismatch("data reference", stack.type_name(index)))
}

/// The key at index 2, for reading.
fn key(stack: Stack, vm: &Vm) -> Result<DataKey<'static>, ScriptError> {
    if let Some(bytes) = stack.bytes(2) {
        return Ok(DataKey::Name(Cow::Borrowed(read::text(bytes)?)));
    }
    match place(stack) {
        // Place 0 and those below it lie in no list; they come out as a place that no list reaches.
        Some(place) => Ok(DataKey::Index(usize::try_from(place.saturating_sub(1)).unwrap_or(usize::MAX))),
        None => Err(ScriptError::type_mismatch(
            "a name or a place as the key of data",
            &read::describe(stack, vm, 2),
        )),
    }
}

/// The whole number at index 2, if one is there.
fn place(stack: Stack) -> Option<i64> {
    if stack.is_integer(2) {
        Some(stack.integer(2))
    } else if stack.kind(2) == ffi::LUA_TNUMBER {
        glotta_core::float_to_int(stack.number(2))
    } else {
        None
    }
}

/// The key at index 2, for writing. Reading a place that cannot be gives nil, as in any table of Lua; a value
/// written there would be lost.
fn key_to_write(stack: Stack, vm: &Vm, reference: &DataRef) -> Result<DataKey<'static>, ScriptError> {
    match place(stack).filter(|place| *place < 1) {
        Some(place) => Err(ScriptError::not_found(format!("places in a list count from 1, got {place}"))
            .within(show(reference))),
        None => key(stack, vm),
    }
}

/// `d.name`, `d[place]`.
unsafe extern "C-unwind" fn index(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |vm, frame, host| {
            let reference = reference(stack, 1)?;
            reference.answer(&key(stack, vm)?, host, frame).map(drop)
        })
    }
}

/// `d.name = value`, `d[place] = value`.
unsafe extern "C-unwind" fn new_index(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 0, |vm, frame, host| {
            let reference = reference(stack, 1)?;
            let key = key_to_write(stack, vm, &reference)?;
            let value = frame.value(2, host).map_err(|error| error.within(show(&reference.child(&key))))?;
            host.set_data(&reference, &key, value)
        })
    }
}

/// `#d`: how long the list is; 0 for a table.
unsafe extern "C-unwind" fn length(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |_, frame, host| {
            let length = reference(stack, 1)?.list_length(host)?;
            frame.return_int(length.unwrap_or(0) as i64)
        })
    }
}

/// `pairs(d)`: a list's places in order, a table's names sorted.
unsafe extern "C-unwind" fn pairs(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    stack.push_native(next);
    stack.push_copy(1);
    stack.push_nil();
    3
}

/// The key after argument 2, with its value. A list that has nulls in it is walked past them.
unsafe extern "C-unwind" fn next(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |vm, frame, host| {
            let reference = reference(stack, 1)?;
            let previous = if stack.kind(2) == ffi::LUA_TNIL { None } else { Some(key(stack, vm)?) };
            match reference.key_after(previous.as_ref(), true, host)? {
                None => Ok(()),
                Some(DataKey::Index(place)) => frame.return_int((place as i64).saturating_add(1)),
                Some(DataKey::Name(name)) => frame.return_str(&name),
            }
        });
        if stack.kind(-1) == ffi::LUA_TNIL {
            return 1;
        }
        // The key is on top; its value is looked up as `d[key]` would be.
        stack.push_copy(-1);
        ffi::lua_gettable(state, 1);
    }
    2
}

/// `d()`: a copy of what it refers to, as Lua's own.
unsafe extern "C-unwind" fn copy(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |_, frame, host| {
            let value = host.data_value(&reference(stack, 1)?)?;
            frame.return_value(value)
        })
    }
}

unsafe extern "C-unwind" fn equal(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let first = reference(stack, 1).ok();
    stack.push_boolean(first.is_some() && first == reference(stack, 2).ok());
    1
}

/// `tostring(d)`: `data of 12v0: items[1]`.
unsafe extern "C-unwind" fn to_string(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe { bind::respond(stack, 1, |_, frame, _| frame.return_str(&show(&reference(stack, 1)?))) }
}

/// A reference as messages show it.
fn show(reference: &DataRef) -> String {
    reference.show(1)
}
