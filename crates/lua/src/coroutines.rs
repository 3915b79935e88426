//! `coroutine.wrap`, which keeps the place and stack of an error.
//!
//! Lua's own puts the place of the caller before the message of an error that comes out of the coroutine, and the
//! coroutine's stack is lost. This one passes the error on as it is, and notes its stack for whoever reports it.

#![allow(unsafe_code)] // C functions for Lua

use std::ffi::c_int;

use mlua_sys as ffi;

use crate::stack::{Stack, upvalue};
use crate::trace;
use crate::vm::Vm;

/// `coroutine.wrap(f)`.
pub(crate) unsafe extern "C-unwind" fn wrap(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        ffi::luaL_checktype(state, 1, ffi::LUA_TFUNCTION);
        let coroutine = ffi::lua_newthread(state);
        stack.push_copy(1);
        ffi::lua_xmove(state, coroutine, 1);
        stack.push_closure(resume, 1);
    }
    1
}

/// What `wrap` returns: resumes the coroutine in its upvalue.
unsafe extern "C-unwind" fn resume(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame. Values move between two states of one Vm, after each was asked for room.
    unsafe {
        let thread = ffi::lua_tothread(state, upvalue(1));
        let coroutine = Stack(thread);
        let arguments = stack.top();
        if !coroutine.check(arguments) {
            return stack.raise_text(c"too many arguments to resume");
        }
        ffi::lua_xmove(state, thread, arguments);
        let mut results = 0;
        let status = ffi::lua_resume(thread, state, arguments, &raw mut results);
        if status == ffi::LUA_OK || status == ffi::LUA_YIELD {
            if !stack.check(results + 1) {
                coroutine.pop(results);
                return stack.raise_text(c"too many results to resume");
            }
            ffi::lua_xmove(thread, state, results);
            return results;
        }
        let failed = !matches!(ffi::lua_status(thread), ffi::LUA_OK | ffi::LUA_YIELD);
        if failed {
            trace::note_coroutine(coroutine, Vm::of(stack));
        }
        ffi::lua_xmove(thread, state, 1);
        if failed {
            // Closes the coroutine's variables, which may end in another error.
            ffi::lua_closethread(thread, state);
            ffi::lua_xmove(thread, state, 1);
        } else if stack.bytes(-1).is_some() {
            // It could not be resumed at all: the fault is the caller's, and so is the place.
            ffi::luaL_where(state, 1);
            stack.insert(-2);
            ffi::lua_concat(state, 2);
        }
        stack.raise()
    }
}
