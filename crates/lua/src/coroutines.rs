//! What resumes coroutines: `coroutine.wrap`, `resume` and `close`.
//!
//! Lua's own `wrap` puts the place of the caller before the message of an error that comes out of the coroutine, and the
//! coroutine's stack is lost. This one passes the error on as it is, and notes its stack for whoever reports it. All three
//! say which coroutine runs, so that it can be stopped ([`crate::interrupt`]).

#![allow(unsafe_code)] // C functions for Lua

use std::ffi::c_int;

use mlua_sys as ffi;

use crate::interrupt;
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
        stack.push_closure(resume_wrapped, 1);
    }
    1
}

/// How a coroutine came back.
enum Back {
    /// With so many values, which are on the stack of who resumed it.
    Values(c_int),
    /// With an error, whose value is on top of its own stack.
    Error,
    /// The values do not fit on a stack.
    TooMany(&'static std::ffi::CStr),
}

/// Resumes a coroutine with the topmost `arguments` values.
///
/// # Safety
/// The coroutine is one of this Vm, and so many values are on the stack. Raises nothing.
unsafe fn resume_with(stack: Stack, coroutine: Stack, arguments: c_int) -> Back {
    let running = &Vm::of(stack).running;
    // SAFETY: values move between two states of one Vm, after each was asked for room.
    unsafe {
        if !coroutine.check(arguments) {
            return Back::TooMany(c"too many arguments to resume");
        }
        ffi::lua_xmove(stack.0, coroutine.0, arguments);
        let mut results = 0;
        running.go_into(coroutine);
        let status = ffi::lua_resume(coroutine.0, stack.0, arguments, &raw mut results);
        running.come_back(stack);
        if status != ffi::LUA_OK && status != ffi::LUA_YIELD {
            return Back::Error;
        }
        if !stack.check(results + 1) {
            coroutine.pop(results);
            return Back::TooMany(c"too many results to resume");
        }
        ffi::lua_xmove(coroutine.0, stack.0, results);
        Back::Values(results)
    }
}

/// What `wrap` returns: resumes the coroutine in its upvalue.
unsafe extern "C-unwind" fn resume_wrapped(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame; the upvalue is a coroutine.
    unsafe {
        let thread = ffi::lua_tothread(state, upvalue(1));
        let coroutine = Stack(thread);
        match resume_with(stack, coroutine, stack.top()) {
            Back::Values(count) => return count,
            Back::TooMany(message) => return stack.raise_text(message),
            Back::Error => {}
        }
        let failed = !matches!(ffi::lua_status(thread), ffi::LUA_OK | ffi::LUA_YIELD);
        if failed {
            trace::note_coroutine(coroutine, Vm::of(stack));
        }
        ffi::lua_xmove(thread, state, 1);
        if failed && !interrupt::has_ended(coroutine) {
            // Closes the coroutine's variables, which may end in another error.
            let running = &Vm::of(stack).running;
            running.go_into(coroutine);
            ffi::lua_closethread(thread, state);
            running.come_back(stack);
            ffi::lua_xmove(thread, state, 1);
        } else if !failed && stack.bytes(-1).is_some() {
            // It could not be resumed at all: the fault is the caller's, and so is the place.
            ffi::luaL_where(state, 1);
            stack.insert(-2);
            ffi::lua_concat(state, 2);
        }
        stack.raise()
    }
}

/// The coroutine that a function was given first.
///
/// # Safety
/// May raise: see [`Stack`].
unsafe fn coroutine(stack: Stack) -> Stack {
    // SAFETY: the caller's promise.
    unsafe {
        let thread = ffi::lua_tothread(stack.0, 1);
        if thread.is_null() {
            ffi::luaL_checktype(stack.0, 1, ffi::LUA_TTHREAD);
        }
        Stack(thread)
    }
}

/// `coroutine.resume(co, …)`.
pub(crate) unsafe extern "C-unwind" fn resume(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        let coroutine = coroutine(stack);
        let (worked, count) = match resume_with(stack, coroutine, stack.top() - 1) {
            Back::Values(count) => (true, count),
            Back::TooMany(message) => {
                stack.push_bytes(message.to_bytes());
                (false, 1)
            }
            Back::Error => {
                ffi::lua_xmove(coroutine.0, state, 1);
                (false, 1)
            }
        };
        stack.push_boolean(worked);
        stack.insert(-(count + 1));
        count + 1
    }
}

/// `coroutine.close(co)`, which may run what the coroutine has to close. The upvalue is Lua's own.
pub(crate) unsafe extern "C-unwind" fn close(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    let running = &Vm::of(stack).running;
    // SAFETY: no destructors in this frame.
    unsafe {
        let coroutine = coroutine(stack);
        if interrupt::has_ended(coroutine) {
            stack.push_boolean(false);
            stack.push_str("the coroutine was stopped: what it had to close is not closed");
            return 2;
        }
        stack.set_top(1);
        stack.push_copy(upvalue(1));
        stack.insert(1);
        running.go_into(coroutine);
        let status = stack.protected_call(1, ffi::LUA_MULTRET, 0);
        running.come_back(stack);
        if status != ffi::LUA_OK {
            stack.raise();
        }
    }
    stack.top()
}
