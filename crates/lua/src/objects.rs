//! Objects of the engine in Lua: `q:count()`.
//!
//! Each class has a metatable of its own, made from the model when the state is set up. While a script holds an object,
//! it is always the same userdata, so it is equal to itself also as the key of a table.

#![allow(unsafe_code)] // C functions for Lua

use std::ffi::c_void;
use std::ptr;

use glotta_core::{ErrorKind, Frame as _, Object, ScriptError, near_names, quote};
use mlua_sys as ffi;

use crate::bind;
use crate::errors;
use crate::read;
use crate::stack::{Stack, upvalue};
use crate::userdata;
use crate::vm::{Slot, Vm};

/// Makes the metatables of all classes, and what finds the userdata of an object.
///
/// # Safety
/// May raise: see [`Stack`]. The caller holds nothing with a destructor.
pub(crate) unsafe fn install(stack: Stack, vm: &Vm) {
    // SAFETY: the caller's promise; the iterators over the API only borrow it.
    unsafe {
        stack.push_table(0, 0);
        stack.push_table(0, 1);
        stack.push_str("v");
        stack.set_name(-2, "__mode");
        stack.set_metatable(-2);
        vm.set_slot(Slot::Objects, stack.reference());
        stack.push_table(0, 8);
        for class in vm.environment.api.class_names() {
            push_new_metatable(stack, vm, class);
            stack.set_name(-2, class);
        }
        vm.set_slot(Slot::Classes, stack.reference());
    }
}

/// Pushes a new metatable for a class; one that the API does not know has no methods.
unsafe fn push_new_metatable(stack: Stack, vm: &Vm, class: &str) {
    // SAFETY: as for `install`.
    unsafe {
        stack.need(6);
        stack.push_table(0, 8);
        stack.push_table(0, 16);
        for method in vm.environment.api.methods(class) {
            bind::push_function(stack, vm, method);
            stack.set_name(-2, method.name);
        }
        stack.push_table(0, 1);
        stack.push_str(class);
        stack.push_closure(unknown_method, 1);
        stack.set_name(-2, "__index");
        stack.set_metatable(-2);
        stack.set_name(-2, "__index");
        stack.push_str(class);
        stack.push_closure(no_fields, 1);
        stack.set_name(-2, "__newindex");
        stack.set_native(-1, "__tostring", to_string);
        stack.set_native(-1, "__concat", errors::concat);
        stack.set_native(-1, "__gc", userdata::finalise::<Object>);
        stack.push_str(class);
        stack.set_name(-2, "__name");
        stack.push_boolean(false);
        stack.set_name(-2, "__metatable");
    }
}

/// What stands for an object in the table of userdata.
fn key(object: &Object) -> *mut c_void {
    ptr::without_provenance_mut(object.identity())
}

/// Pushes an object.
///
/// # Safety
/// May raise: see [`Stack`]. The object is someone else's.
pub(crate) unsafe fn push(stack: Stack, vm: &Vm, object: &Object) {
    // SAFETY: the caller's promise; the clone moves into the userdata with nothing between that raises.
    unsafe {
        stack.need(6);
        vm.push_slot(stack, Slot::Objects);
        stack.push_light(key(object));
        if stack.raw_get(-2) == ffi::LUA_TUSERDATA {
            stack.remove(-2);
            return;
        }
        stack.pop(1);
        userdata::push_bare::<Object>(stack);
        vm.push_slot(stack, Slot::Classes);
        if stack.get_name(-1, object.class()) != ffi::LUA_TTABLE {
            stack.pop(1);
            push_new_metatable(stack, vm, object.class());
            stack.push_copy(-1);
            stack.set_name(-3, object.class());
        }
        stack.remove(-2);
        stack.set_metatable(-2);
        stack.push_light(key(object));
        stack.push_copy(-2);
        stack.raw_set(-4);
        stack.remove(-2);
        userdata::fill(stack, object.clone());
    }
}

/// The object at an index, if there is one. Never raises.
#[inline]
pub(crate) fn read(stack: Stack, index: i32) -> Option<Object> {
    userdata::with(stack, index, |object: &mut Object| object.clone())
}

/// The class in the running function's upvalue.
fn class(stack: Stack) -> String {
    String::from_utf8_lossy(stack.bytes(upvalue(1)).unwrap_or_default()).into_owned()
}

/// `q.cuont`: argument 1 is the table of methods, which has no such name.
unsafe extern "C-unwind" fn unknown_method(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |vm, _, _| {
            let class = class(stack);
            let Some(name) = stack.bytes(2).map(String::from_utf8_lossy) else {
                let expected = format!("the name of a method of {class}");
                return Err(ScriptError::type_mismatch(&expected, &read::describe(stack, vm, 2)));
            };
            let near = near_names(&name, vm.environment.api.methods(&class).map(|method| method.name));
            Err(ScriptError::not_found(format!("{class} has no method {}{near}", quote(&name))))
        })
    }
}

unsafe extern "C-unwind" fn no_fields(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 0, |_, _, _| {
            Err(ScriptError::new(ErrorKind::Type, format!("{} has no fields to assign", class(stack))))
        })
    }
}

unsafe extern "C-unwind" fn to_string(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |_, frame, _| {
            let object = read(stack, 1).ok_or_else(|| ScriptError::not_found("the object is gone"))?;
            frame.return_str(object.class())
        })
    }
}
