//! References to data in Lua: `d.hp`, `d.items[1]`, `#d.items`, `pairs(d)`, `d()`.
//!
//! Places in lists count from 1 here and from 0 in the engine. Reading a list or a table gives a reference to it;
//! other values are copies.

#![allow(unsafe_code)] // C functions for Lua

use std::borrow::Cow;
use std::ops::Bound;

use glotta_core::{DataKey, DataRef, Frame, Host, ScriptError, Value};
use mlua_sys as ffi;

use crate::bind;
use crate::errors;
use crate::frame::LuaFrame;
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

/// What a script gets for a value in the data: a reference to a list or a table, a copy of anything else.
enum Seen {
    Nothing,
    Copy(Value),
    Inner,
}

fn see(value: Option<&Value>) -> Seen {
    match value {
        None | Some(Value::Null) => Seen::Nothing,
        Some(Value::List(_) | Value::Table(_)) => Seen::Inner,
        Some(value) => Seen::Copy(value.clone()),
    }
}

/// Returns what stands under `key`.
fn answer(
    frame: &mut LuaFrame<'_>,
    host: &mut dyn Host,
    reference: &DataRef,
    key: &DataKey<'_>,
) -> Result<(), ScriptError> {
    let mut seen = Seen::Nothing;
    host.with_data(reference, Some(key), &mut |value| seen = see(value))?;
    match seen {
        Seen::Nothing => Ok(()),
        Seen::Copy(value) => frame.return_value(value),
        Seen::Inner => frame.return_data(reference.child(key)),
    }
}

/// `d.name`, `d[place]`.
unsafe extern "C-unwind" fn index(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |vm, frame, host| {
            let reference = reference(stack, 1)?;
            answer(frame, host, &reference, &key(stack, vm)?)
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
            let mut length = 0;
            host.with_data(&reference(stack, 1)?, None, &mut |value| {
                if let Some(Value::List(items)) = value {
                    length = items.len();
                }
            })?;
            frame.return_int(length as i64)
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

/// The key after argument 2, with its value. It is found anew each time, so the data may change meanwhile.
unsafe extern "C-unwind" fn next(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |vm, frame, host| {
            let reference = reference(stack, 1)?;
            let previous = if stack.kind(2) == ffi::LUA_TNIL { None } else { Some(key(stack, vm)?) };
            let mut following = None;
            host.with_data(&reference, None, &mut |value| following = key_after(value, previous.as_ref()))?;
            match following {
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

fn key_after(value: Option<&Value>, previous: Option<&DataKey<'_>>) -> Option<DataKey<'static>> {
    match (value?, previous) {
        (Value::List(items), previous) => {
            // A list that has nulls in it is walked past them.
            let from = match previous {
                None => 0,
                Some(DataKey::Index(place)) => place.checked_add(1)?,
                Some(DataKey::Name(_)) => return None,
            };
            (from..items.len()).find(|place| !items[*place].is_null()).map(DataKey::Index)
        }
        (Value::Table(table), previous) => {
            let from = match previous {
                None => Bound::Unbounded,
                Some(DataKey::Name(name)) => Bound::Excluded(name.as_ref()),
                Some(DataKey::Index(_)) => return None,
            };
            let mut rest = table.range::<str, _>((from, Bound::Unbounded));
            let (name, _) = rest.find(|(_, value)| !value.is_null())?;
            Some(DataKey::Name(Cow::Owned(name.clone())))
        }
        _ => None,
    }
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
    use std::fmt::Write as _;
    let mut text = format!("data of {}", reference.entity);
    for (step, key) in reference.path.iter().enumerate() {
        let lead = if step == 0 { ": " } else { "" };
        // Writing to a String cannot fail.
        let _ = match key {
            DataKey::Name(name) if step == 0 => write!(text, ": {name}"),
            DataKey::Name(name) => write!(text, ".{name}"),
            DataKey::Index(place) => write!(text, "{lead}[{}]", place.saturating_add(1)),
        };
    }
    text
}
