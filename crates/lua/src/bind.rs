//! The trampoline: how a script's call reaches a bound function, and its result the script.
//!
//! A C function of ours has two halves. In the first, Rust runs as usual: arguments are read, the function is called,
//! values with destructors come and go, and nothing that Lua could raise is called. It ends with an
//! [`Outcome`], which is plain bits. In the second, the outcome is pushed; that may raise, but by then nothing is
//! left in the frame that would be lost.

#![allow(unsafe_code)] // C functions for Lua

use std::any::Any;
use std::fmt::Display;
use std::mem::needs_drop;
use std::panic::{AssertUnwindSafe, catch_unwind};

use glotta_core::{Frame as _, Function, Host, ScriptError, Type};
use mlua_sys as ffi;

use crate::frame::{LuaFrame, Outcome};
use crate::options;
use crate::push;
use crate::stack::{Native, Stack, upvalue};
use crate::trace;
use crate::vm::{Parked, Vm};

/// The first half of every C function of ours: runs `body` with the call's frame and the host, catches what it
/// raises or panics with, and parks it with the stack that led there. What came of it is the frame's outcome. `what`
/// names the function if it panics.
///
/// The frame is the caller's, and its outcome is read where it was written: copied whole right after its parts were
/// written, it would cost more than the rest of the call, since processors do not forward small writes to a larger
/// read.
#[inline]
pub(crate) fn attempt(
    frame: &mut LuaFrame<'_>,
    what: impl Display,
    body: impl FnOnce(&mut LuaFrame<'_>, &mut dyn Host) -> Result<(), ScriptError>,
) {
    const { assert!(!needs_drop::<LuaFrame<'_>>(), "a jump may cross it") };
    let (stack, vm) = (frame.stack, frame.vm);
    let result = catch_unwind(AssertUnwindSafe(|| vm.with_host(stack, |host| body(frame, host))));
    let error = match result {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error,
        Err(panic) => panicked(what, &*panic),
    };
    frame.outcome = fail(stack, vm, error);
}

/// Runs `body` outside of any C function; a panic becomes an error. `what` names it if it panics.
pub(crate) fn guard<R>(
    what: impl Display,
    body: impl FnOnce() -> Result<R, ScriptError>,
) -> Result<R, ScriptError> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| Err(panicked(what, &*panic)))
}

/// Parks an error, with the stack that led to it.
#[cold]
fn fail(stack: Stack, vm: &Vm, mut error: ScriptError) -> Outcome {
    error.push_frames(trace::capture(stack, vm));
    vm.park(Parked::Error(error));
    Outcome::Failed
}

#[cold]
fn panicked(what: impl Display, panic: &(dyn Any + Send)) -> ScriptError {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    ScriptError::host(format!("{what} panicked: {message}"))
}

/// Answers the call of a C function of ours with `body`, which gets the arguments from the stack's first value on.
/// Returns the number of results; `nothing` is that number if `body` sets no result.
///
/// # Safety
/// The caller is a C function that Lua called, and holds nothing with a destructor.
#[inline]
pub(crate) unsafe fn respond<F>(stack: Stack, nothing: i32, body: F) -> i32
where
    F: FnOnce(&Vm, &mut LuaFrame<'_>, &mut dyn Host) -> Result<(), ScriptError>,
{
    // SAFETY: the caller's promise.
    unsafe { respond_from(stack, 1, nothing, body) }
}

/// As [`respond`], with the arguments from the stack's index `first` on.
///
/// # Safety
/// As [`respond`].
#[inline]
pub(crate) unsafe fn respond_from<F>(stack: Stack, first: i32, nothing: i32, body: F) -> i32
where
    F: FnOnce(&Vm, &mut LuaFrame<'_>, &mut dyn Host) -> Result<(), ScriptError>,
{
    const { assert!(!needs_drop::<F>(), "a jump may cross it") };
    let vm = Vm::of(stack);
    let mut frame = LuaFrame::new(stack, vm, first);
    attempt(&mut frame, "the engine", |frame, host| body(vm, frame, host));
    // SAFETY: the caller's promise; the frame is plain bits.
    unsafe { push::outcome(stack, vm, &frame.outcome, nothing) }
}

/// Calls a function of the API for Lua.
unsafe extern "C-unwind" fn enter(state: *mut ffi::lua_State, function: &'static Function) -> i32 {
    let stack = Stack(state);
    let mut frame = LuaFrame::new(stack, Vm::of(stack), 1);
    attempt(&mut frame, function, |frame, host| {
        // Most calls give what they must and nothing else.
        let counted = match frame.argument_count() {
            given if given == function.required => Ok(()),
            _ => options::spread(frame, function).and_then(|()| function.check_count(frame.argument_count())),
        };
        let result = counted.and_then(|()| (function.thunk)(frame, host));
        result.map_err(|error| explained(frame, function, error))
    });
    // SAFETY: nothing with a destructor is alive here.
    unsafe { push::outcome(stack, frame.vm, &frame.outcome, i32::from(function.returns != Type::Nothing)) }
}

/// The error of a call, with what to write where that can be told. That of a method that was called with a dot, or on
/// something else than an object of its class, says nothing with what is wrong with the arguments.
#[cold]
fn explained(frame: &LuaFrame<'_>, function: &Function, error: ScriptError) -> ScriptError {
    match function.parameters.first().map(|first| first.ty) {
        Some(Type::Object(class)) if function.module == class && frame.object(0, class).is_err() => {
            ScriptError::argument(format!(
                "{function}: expected {class} before the colon, got {}; write `object:{}(…)`",
                frame.describe(0),
                function.name
            ))
        }
        _ => options::hinted(frame, function, error),
    }
}

/// How many functions have a C function of their own; a multiple of 16.
pub(crate) const STUBS: usize = 256;

/// What Lua calls for the function of the API that is the Vm's `N`th. It needs no upvalue, whose look-up would cost
/// a tenth of a short call, and is a jump: 256 of them take a few kilobytes.
unsafe extern "C-unwind" fn stub<const N: usize>(state: *mut ffi::lua_State) -> i32 {
    match Vm::of(Stack(state)).bound(N) {
        // SAFETY: nothing with a destructor is alive here.
        Some(function) => unsafe { enter(state, function) },
        None => 0,
    }
}

/// What Lua calls for the functions beyond these: its upvalue is the function's model.
unsafe extern "C-unwind" fn stub_with_upvalue(state: *mut ffi::lua_State) -> i32 {
    // SAFETY: `push_function` made the upvalue from a `&'static Function`, and scripts cannot change upvalues of C
    // functions. Nothing with a destructor is alive here.
    unsafe { enter(state, &*Stack(state).userdata(upvalue(1)).cast::<Function>()) }
}

macro_rules! sixteen {
    ($row:literal: $($n:literal)+) => { [$(stub::<{ 16 * $row + $n }> as Native),+] };
}

macro_rules! rows {
    ($($row:literal)+) => { [$(sixteen!($row: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)),+] };
}

static ROWS: [[Native; 16]; STUBS / 16] = rows!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);

/// Pushes a function of the API as a function of Lua.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn push_function(stack: Stack, vm: &Vm, function: &'static Function) {
    if let Some(place) = vm.bind(function) {
        stack.push_native(ROWS[place / 16][place % 16]);
        return;
    }
    stack.push_light((&raw const *function).cast_mut().cast());
    // SAFETY: the caller's promise.
    unsafe { stack.push_closure(stub_with_upvalue, 1) }
}

/// The function of the API that the Lua function on top stands for, if it is one. Never raises.
pub(crate) fn bound_function(stack: Stack) -> Option<&'static Function> {
    // SAFETY: this only looks at the value on top.
    let native = unsafe { ffi::lua_tocfunction(stack.0, -1)? };
    let is = |other: Native| std::ptr::fn_addr_eq(native, other);
    if is(stub_with_upvalue) {
        // SAFETY: it pushes one value, for which the caller left room; the upvalue is as `push_function` made it.
        return unsafe {
            ffi::lua_getupvalue(stack.0, -1, 1);
            let function = stack.userdata(-1).cast::<Function>();
            stack.pop(1);
            function.as_ref()
        };
    }
    let place = ROWS.as_flattened().iter().position(|stub| is(*stub))?;
    Vm::of(stack).bound(place)
}
