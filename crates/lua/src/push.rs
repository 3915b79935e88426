//! [`Value`]s as Lua's values, and the results of bound functions.
//!
//! Everything here may raise, so it runs in frames without destructors; what it pushes is owned by someone else:
//! the caller's arguments, or [`Vm::parked`].

#![allow(unsafe_code)] // may raise: see `Stack`

use std::mem::needs_drop;

use glotta_core::{Arg, Callback, Entity, Table, Value, Vec3};

use mlua_sys as ffi;

use crate::callbacks;
use crate::entity;
use crate::errors;
use crate::frame::Outcome;
use crate::handles;
use crate::objects;
use crate::stack::Stack;
use crate::userdata;
use crate::vm::{Parked, Slot, Vm};

/// Pushes a value whose depth was checked.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn value(stack: Stack, vm: &Vm, value: &Value) {
    // SAFETY: the caller's promise; the match only borrows.
    unsafe {
        match value {
            Value::Null => stack.push_nil(),
            Value::Bool(value) => stack.push_boolean(*value),
            Value::Int(value) => stack.push_integer(*value),
            Value::Float(value) => stack.push_number(*value),
            Value::String(text) => stack.push_str(text),
            Value::Vec2(value) => userdata::push_vector(stack, vm, *value),
            Value::Vec3(value) => userdata::push_vector(stack, vm, *value),
            Value::Quat(value) => userdata::push_vector(stack, vm, *value),
            Value::Entity(value) => entity::push(stack, *value),
            Value::Asset(value) => userdata::push_plain(stack, *value, vm.slot(Slot::Asset)),
            Value::List(items) => list(stack, vm, items),
            Value::Table(items) => table(stack, vm, items),
            Value::Function(function) => callback(stack, vm, function),
            Value::Object(object) => objects::push(stack, vm, object),
        }
    }
}

/// Pushes a list, marked as one.
unsafe fn list(stack: Stack, vm: &Vm, items: &[Value]) {
    // SAFETY: as for `value`.
    unsafe {
        stack.need(6);
        stack.push_table(items.len(), 0);
        let mut place = 0;
        for item in items {
            place += 1;
            if item.is_null() {
                note_null(stack, vm, Key::Place(place));
            } else {
                value(stack, vm, item);
                stack.raw_set_i(-2, place);
            }
        }
        mark_as_list(stack, vm);
    }
}

/// Gives the table on top the metatable of lists.
pub(crate) unsafe fn mark_as_list(stack: Stack, vm: &Vm) {
    vm.push_slot(stack, Slot::List);
    // SAFETY: as for `value`.
    unsafe { stack.set_metatable(-2) }
}

unsafe fn table(stack: Stack, vm: &Vm, items: &Table) {
    const {
        assert!(!needs_drop::<std::collections::btree_map::Iter<'_, String, Value>>(), "a jump may cross it");
    }
    // SAFETY: as for `value`.
    unsafe {
        stack.need(6);
        stack.push_table(0, items.len());
        for (name, item) in items {
            if item.is_null() {
                note_null(stack, vm, Key::Name(name));
            } else {
                stack.push_str(name);
                value(stack, vm, item);
                stack.raw_set(-3);
            }
        }
    }
}

enum Key<'a> {
    Place(i64),
    Name(&'a str),
}

/// Remembers that the table on top came with a null under that key, which Lua cannot store. Scripts see nothing
/// there; when the table goes back to the engine, the null is there again unless something took its place.
unsafe fn note_null(stack: Stack, vm: &Vm, key: Key<'_>) {
    // SAFETY: as for `value`.
    unsafe {
        vm.any_nulls.set(true);
        vm.push_slot(stack, Slot::Nulls);
        stack.push_copy(-2);
        if stack.raw_get(-2) == ffi::LUA_TNIL {
            stack.pop(1);
            stack.push_table(0, 1);
            stack.push_copy(-3);
            stack.push_copy(-2);
            stack.raw_set(-4);
        }
        match key {
            Key::Place(place) => {
                stack.push_boolean(true);
                stack.raw_set_i(-2, place);
            }
            Key::Name(name) => {
                stack.push_boolean(true);
                stack.set_name(-2, name);
            }
        }
        stack.pop(2);
    }
}

/// Pushes a callback: the very function if it is one of this state that is there still, else a callable stand-in.
unsafe fn callback(stack: Stack, vm: &Vm, callback: &Callback) {
    // SAFETY: as for `value`. The clone moves into the userdata with nothing between that raises.
    unsafe {
        if callback.belongs_to(&vm.releases) {
            callbacks::push(stack, vm, callback.slot());
            if stack.kind(-1) != ffi::LUA_TNIL {
                return;
            }
            stack.pop(1);
        }
        userdata::push_empty::<Callback>(stack, vm);
        userdata::fill(stack, callback.clone());
    }
}

/// Pushes entities as a list.
unsafe fn entities(stack: Stack, vm: &Vm, list: &[Entity]) {
    // SAFETY: as for `value`.
    unsafe {
        stack.push_table(list.len(), 0);
        let mut place = 0;
        for item in list {
            place += 1;
            entity::push(stack, *item);
            stack.raw_set_i(-2, place);
        }
        mark_as_list(stack, vm);
    }
}

/// Pushes vectors as a list.
unsafe fn vec3s(stack: Stack, vm: &Vm, list: &[Vec3]) {
    // SAFETY: as for `value`.
    unsafe {
        stack.push_table(list.len(), 0);
        let mut place = 0;
        for item in list {
            place += 1;
            userdata::push_vector(stack, vm, *item);
            stack.raw_set_i(-2, place);
        }
        mark_as_list(stack, vm);
    }
}

/// Whether pushing an argument allocates, and so must be protected.
#[inline]
pub(crate) fn allocates(argument: &Arg<'_>) -> bool {
    !matches!(
        argument,
        Arg::Null
            | Arg::Bool(_)
            | Arg::Int(_)
            | Arg::Float(_)
            | Arg::Entity(_)
            | Arg::Value(Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Entity(_))
    )
}

/// Pushes an argument whose depth was checked.
///
/// # Safety
/// May raise if it [allocates]: see [`Stack`].
#[inline]
pub(crate) unsafe fn argument(stack: Stack, vm: &Vm, argument: &Arg<'_>) {
    // SAFETY: the caller's promise.
    unsafe {
        match *argument {
            Arg::Null => stack.push_nil(),
            Arg::Bool(value) => stack.push_boolean(value),
            Arg::Int(value) => stack.push_integer(value),
            Arg::Float(value) => stack.push_number(value),
            Arg::Str(text) => stack.push_str(text),
            Arg::Vec2(value) => userdata::push_vector(stack, vm, value),
            Arg::Vec3(value) => userdata::push_vector(stack, vm, value),
            Arg::Quat(value) => userdata::push_vector(stack, vm, value),
            Arg::Entity(value) => entity::push(stack, value),
            Arg::Asset(value) => userdata::push_plain(stack, value, vm.slot(Slot::Asset)),
            Arg::Component(handle) => handles::push(stack, vm, handle),
            Arg::Entities(list) => entities(stack, vm, list),
            Arg::Value(item) => value(stack, vm, item),
        }
    }
}

/// Pushes the result of a bound function, or raises its error; returns how many values were pushed. `nothing` is how
/// many nils stand for no result: none for a function that has none, one for one that may have one.
///
/// # Safety
/// May raise: see [`Stack`]. What is parked stays there until it was pushed.
#[inline(always)]
pub(crate) unsafe fn outcome(stack: Stack, vm: &Vm, outcome: &Outcome, nothing: i32) -> i32 {
    // SAFETY: the caller's promise.
    unsafe {
        match outcome {
            Outcome::Nothing if nothing == 0 => return 0,
            Outcome::Float(value) => stack.push_number(*value),
            Outcome::Vec3(value) => userdata::push_vector(stack, vm, *value),
            other => rarer_outcome(stack, vm, other),
        }
    }
    1
}

/// The outcomes that need not be in the code of every trampoline.
#[inline(never)]
unsafe fn rarer_outcome(stack: Stack, vm: &Vm, outcome: &Outcome) {
    // SAFETY: as for `outcome`.
    unsafe {
        match *outcome {
            Outcome::Nothing => stack.push_nil(),
            Outcome::Bool(value) => stack.push_boolean(value),
            Outcome::Int(value) => stack.push_integer(value),
            Outcome::Float(value) => stack.push_number(value),
            Outcome::Vec2(value) => userdata::push_vector(stack, vm, value),
            Outcome::Vec3(value) => userdata::push_vector(stack, vm, value),
            Outcome::Quat(value) => userdata::push_vector(stack, vm, value),
            Outcome::Entity(value) => entity::push(stack, value),
            Outcome::Asset(value) => userdata::push_plain(stack, value, vm.slot(Slot::Asset)),
            Outcome::Component(handle) => handles::push(stack, vm, handle),
            Outcome::Parked => parked(stack, vm),
            Outcome::Failed => errors::raise(stack, vm),
        }
    }
}

#[cold]
unsafe fn parked(stack: Stack, vm: &Vm) {
    // SAFETY: as for `outcome`; what is parked is borrowed while it is pushed, and dropped when nothing can raise
    // any more.
    unsafe {
        match vm.parked() {
            Parked::Value(item) => value(stack, vm, item),
            Parked::Text(text) => stack.push_str(text),
            Parked::Entities(list) => entities(stack, vm, list),
            Parked::Vec3s(list) => vec3s(stack, vm, list),
            Parked::Data(_) => {
                userdata::push_empty::<glotta_core::DataRef>(stack, vm);
                if let Parked::Data(data) = vm.unpark() {
                    userdata::fill(stack, data);
                }
            }
            Parked::Nothing | Parked::Error(_) => stack.push_nil(),
        }
    }
    drop(vm.unpark());
}
