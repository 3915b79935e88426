//! Entities and assets in Lua: what their values can do.

#![allow(unsafe_code)] // C functions for Lua

use glotta_core::{Asset, Entity, ErrorKind, Frame, ScriptError, near_names};
use mlua_sys as ffi;

use crate::bind;
use crate::entity;
use crate::errors;
use crate::read;
use crate::stack::Stack;
use crate::userdata;
use crate::vm::Vm;

/// Fills the metatable of assets, which is on top.
pub(crate) unsafe fn fill_asset_metatable(stack: Stack) {
    // SAFETY: called while the state is set up, protected, from frames without destructors.
    unsafe {
        stack.set_native(-1, "__eq", asset_equal);
        stack.set_native(-1, "__index", no_member);
        stack.set_native(-1, "__tostring", asset_to_string);
        stack.set_native(-1, "__concat", errors::concat);
        stack.push_str("Asset");
        stack.set_name(-2, "__name");
        stack.push_boolean(false);
        stack.set_name(-2, "__metatable");
    }
}

unsafe extern "C-unwind" fn asset_equal(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let first = userdata::plain::<Asset>(stack, 1);
    stack.push_boolean(first.is_some() && first == userdata::plain(stack, 2));
    1
}

/// `a:get()`: argument 2 is the name.
unsafe extern "C-unwind" fn no_member(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |vm, _, _| {
            let name = stack.bytes(2).map(String::from_utf8_lossy);
            let name = name.map_or_else(|| read::describe(stack, vm, 2), Into::into);
            Err(vm.environment.api.no_asset_member(&name))
        })
    }
}

unsafe extern "C-unwind" fn asset_to_string(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe { bind::respond(stack, 1, |_, frame, _| frame.return_str(&format!("{:?}", frame.asset(0)?))) }
}

/// Makes the metatable that all light userdata, so all entities, share.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn install_entities(stack: Stack, vm: &Vm) {
    // SAFETY: the caller's promise; walking the API's methods leaves nothing behind if something raises, since the
    // iterator only borrows.
    unsafe {
        entity::push(stack, Entity::from_bits(0));
        stack.push_table(0, 8);
        stack.push_table(0, 32);
        for function in vm.environment.api.entity_methods() {
            bind::push_function(stack, vm, function);
            stack.set_name(-2, function.name);
        }
        stack.push_table(0, 1);
        stack.set_native(-1, "__index", unknown_method);
        stack.set_metatable(-2);
        stack.set_name(-2, "__index");
        stack.set_native(-1, "__newindex", no_fields);
        stack.set_native(-1, "__tostring", entity_to_string);
        stack.set_native(-1, "__concat", errors::concat);
        stack.push_str("Entity");
        stack.set_name(-2, "__name");
        stack.push_boolean(false);
        stack.set_name(-2, "__metatable");
        stack.set_metatable(-2);
        stack.pop(1);
    }
}

unsafe extern "C-unwind" fn entity_to_string(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe { bind::respond(stack, 1, |_, frame, _| frame.return_str(&format!("{:?}", frame.entity(0)?))) }
}

/// `e.destory`: argument 1 is the table of methods, which has no such name.
unsafe extern "C-unwind" fn unknown_method(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |vm, _, _| {
            let name = read::describe(stack, vm, 2);
            let bare = stack.bytes(2).map(String::from_utf8_lossy).unwrap_or_default();
            let methods = vm.environment.api.entity_methods().map(|method| method.name);
            Err(ScriptError::not_found(format!(
                "an entity has no method {}{}",
                name.strip_prefix("string ").unwrap_or(&name),
                near_names(&bare, methods)
            )))
        })
    }
}

unsafe extern "C-unwind" fn no_fields(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 0, |_, _, _| {
            Err(ScriptError::new(
                ErrorKind::Type,
                "an entity has no fields to assign; what belongs to it is kept in its data or its components",
            ))
        })
    }
}
