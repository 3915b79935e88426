//! Functions of scripts in the hands of the engine, and functions of other languages in the hands of scripts.

#![allow(unsafe_code)] // may raise: see `Stack`

use std::sync::Arc;

use glotta_core::{Arg, Callback, ModuleId, ScriptError, Value};
use mlua_sys as ffi;

use crate::bind;
use crate::errors;
use crate::read::Reader;
use crate::stack::Stack;
use crate::userdata;
use crate::vm::{Slot, Vm, stack_overflow};

/// The callback for the function at an index; `None` if there is no function. Never raises.
///
/// While a callback for the function lives, it is that one, so that a function that goes out, comes back and goes out
/// again is equal to itself.
pub(crate) fn read(stack: Stack, vm: &Vm, index: i32) -> Option<Result<Callback, ScriptError>> {
    if stack.kind(index) != ffi::LUA_TFUNCTION {
        return userdata::with(stack, index, |callback: &mut Callback| callback.clone()).map(Ok);
    }
    let index = stack.absolute(index);
    let top = stack.top();
    let result = read_function(stack, vm, index);
    stack.set_top(top);
    Some(result)
}

fn read_function(stack: Stack, vm: &Vm, index: i32) -> Result<Callback, ScriptError> {
    if !stack.check(6) {
        return Err(stack_overflow());
    }
    vm.push_slot(stack, Slot::Callbacks);
    stack.push_copy(index);
    if stack.raw_get(-2) == ffi::LUA_TNUMBER
        && let Some(known) = vm.living_callback(stack.integer(-1) as u64)
    {
        vm.givers.give_again(known.slot());
        return Ok(known);
    }
    let slot = vm.next_callback.get();
    if vm.givers.give(slot) {
        // Growing the table may fail, so it is done in a protected call.
        stack.push_native(keep);
        stack.push_copy(index);
        stack.push_integer(slot as i64);
        match stack.protected_call(2, 0, 0) {
            ffi::LUA_OK => {}
            status => {
                vm.givers.release(slot);
                return Err(crate::trace::error_value(stack, vm, status));
            }
        }
    }
    vm.next_callback.set(slot + 1);
    let callback = Callback::new(vm.info.name, slot, Arc::clone(&vm.releases));
    vm.given_out.borrow_mut().insert(slot, callback.downgrade());
    Ok(callback)
}

/// Keeps the function (argument 1) under a slot (argument 2), and the slot under the function.
unsafe extern "C-unwind" fn keep(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    // SAFETY: no destructors here.
    unsafe {
        vm.push_slot(stack, Slot::Callbacks);
        stack.push_copy(1);
        stack.raw_set_i(-2, stack.integer(2));
        stack.push_copy(1);
        stack.push_copy(2);
        stack.raw_set(-3);
    }
    0
}

/// Pushes the function of a slot; nil if its script was unloaded. Never raises.
pub(crate) fn push(stack: Stack, vm: &Vm, slot: u64) {
    vm.push_slot(stack, Slot::Callbacks);
    stack.raw_get_i(-1, slot as i64);
    stack.remove(-2);
}

/// Forgets a slot. Never raises.
pub(crate) fn release(stack: Stack, vm: &Vm, slot: u64) {
    vm.given_out.borrow_mut().remove(&slot);
    vm.givers.release(slot);
    let_go(stack, vm, slot);
}

/// Lets go of the functions that nobody has given out but a module that is gone. Never raises.
pub(crate) fn cut_off(stack: Stack, vm: &Vm, module: ModuleId) {
    for slot in vm.givers.unload(module) {
        let_go(stack, vm, slot);
    }
}

/// Lets the function of a slot go. Never raises.
fn let_go(stack: Stack, vm: &Vm, slot: u64) {
    if !stack.check(4) {
        return;
    }
    let key = slot as i64;
    let top = stack.top();
    vm.push_slot(stack, Slot::Callbacks);
    if stack.raw_get_i(-1, key) != ffi::LUA_TNIL {
        // The function may have been given out anew, under another slot, before this one came back.
        stack.push_copy(-1);
        stack.raw_get(-3);
        let current = stack.integer(-1) == key;
        stack.pop(1);
        if current {
            stack.raw_remove(-2);
        }
        stack.set_top(top + 1);
        stack.raw_remove_i(-1, key);
    }
    stack.set_top(top);
}

/// `function(...)`: calls a function of another language through the host.
pub(crate) unsafe extern "C-unwind" fn call(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |vm, frame, host| {
            let callback = userdata::with(stack, 1, |callback: &mut Callback| callback.clone())
                .ok_or_else(|| ScriptError::not_found("the function is gone"))?;
            let arguments = (2..=stack.top())
                .map(|index| Reader::new(stack, vm, Some(&mut *host)).value(index))
                .collect::<Result<Vec<Value>, ScriptError>>()?;
            let arguments: Vec<Arg<'_>> = arguments.iter().map(Arg::Value).collect();
            let result = host.call(&callback, &arguments)?;
            glotta_core::Frame::return_value(frame, result)
        })
    }
}

/// Fills the metatable of functions of other languages, which is on top.
pub(crate) unsafe fn fill_metatable(stack: Stack) {
    // SAFETY: called while the state is set up, protected, from frames without destructors.
    unsafe {
        stack.set_native(-1, "__call", call);
        stack.set_native(-1, "__gc", userdata::finalise::<Callback>);
        stack.set_native(-1, "__eq", equal);
        stack.set_native(-1, "__concat", errors::concat);
        stack.push_str("function");
        stack.set_name(-2, "__name");
        stack.push_boolean(false);
        stack.set_name(-2, "__metatable");
    }
}

unsafe extern "C-unwind" fn equal(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let first = userdata::with(stack, 1, |callback: &mut Callback| callback.clone());
    let second = userdata::with(stack, 2, |callback: &mut Callback| callback.clone());
    stack.push_boolean(first.is_some() && first == second);
    1
}
