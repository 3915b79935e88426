//! Errors of ours as scripts hold them: `err.kind`, `err.message`, `err.source`, `err.line`, `tostring(err)`.

#![allow(unsafe_code)] // C functions for Lua

use std::ptr;

use glotta_core::{Frame, ScriptError};
use mlua_sys as ffi;

use crate::bind;
use crate::stack::Stack;
use crate::userdata::{self, Thrown};
use crate::vm::{Parked, Vm};

/// Raises the parked error.
///
/// # Safety
/// See [`Stack`].
#[cold]
pub(crate) unsafe fn raise(stack: Stack, vm: &Vm) -> ! {
    // SAFETY: the caller's promise. If making the userdata raises, for lack of memory, the error stays parked and is
    // dropped with the next one.
    unsafe {
        userdata::push_empty::<Thrown>(stack, vm);
        fill(stack, vm);
        stack.raise()
    }
}

/// Moves the parked error into the userdata on top; a function of its own, so that it leaves nothing behind.
#[inline(never)]
fn fill(stack: Stack, vm: &Vm) {
    if let Parked::Error(error) = vm.unpark() {
        userdata::fill(stack, Thrown { error, traced: stack });
    }
}

/// Fills the metatable of errors, which is on top.
pub(crate) unsafe fn fill_metatable(stack: Stack) {
    // SAFETY: called while the state is set up, protected, from frames without destructors.
    unsafe {
        stack.set_native(-1, "__index", index);
        stack.set_native(-1, "__tostring", to_string);
        stack.set_native(-1, "__concat", concat);
        stack.set_native(-1, "__gc", userdata::finalise::<Thrown>);
        stack.push_str("error");
        stack.set_name(-2, "__name");
        stack.push_boolean(false);
        stack.set_name(-2, "__metatable");
    }
}

fn with_error<R>(stack: Stack, look: impl FnOnce(&ScriptError) -> R) -> Result<R, ScriptError> {
    userdata::with(stack, 1, |thrown: &mut Thrown| look(&thrown.error))
        .ok_or_else(|| ScriptError::type_mismatch("error", stack.type_name(1)))
}

/// Methods of strings that scripts try on an error, which Lua's own errors being strings invites.
const OF_STRINGS: [&[u8]; 8] = [b"find", b"match", b"gmatch", b"gsub", b"sub", b"lower", b"upper", b"len"];

/// `err.kind` and so on; nil for what the error does not know, and for other names.
unsafe extern "C-unwind" fn index(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |_, frame, _| {
            let text = with_error(stack, |error| {
                Some(match stack.bytes(2)? {
                    b"kind" => error.kind().name().to_owned(),
                    b"message" => error.message().to_owned(),
                    b"source" if !error.source().is_empty() => error.source().to_owned(),
                    b"stack" => error.report(),
                    _ => return None,
                })
            })?;
            if let Some(text) = text {
                return frame.return_str(&text);
            }
            if let Some(name) = stack.bytes(2).filter(|name| OF_STRINGS.contains(name)) {
                let name = String::from_utf8_lossy(name);
                return Err(ScriptError::not_found(format!(
                    "an error is not a string and has no \"{name}\": its text is tostring(err), or err.message"
                )));
            }
            match with_error(stack, |error| error.line().filter(|_| stack.bytes(2) == Some(b"line")))? {
                Some(line) => frame.return_int(i64::from(line)),
                None => Ok(()),
            }
        })
    }
}

/// `tostring(err)`: `FILE:LINE: message`.
unsafe extern "C-unwind" fn to_string(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |_, frame, _| {
            let text = with_error(stack, ToString::to_string)?;
            frame.return_str(&text)
        })
    }
}

/// `a .. b` for every userdata of ours: both as `tostring` has them.
pub(crate) unsafe extern "C-unwind" fn concat(state: *mut ffi::lua_State) -> i32 {
    // SAFETY: no destructors in this frame.
    unsafe {
        ffi::luaL_tolstring(state, 1, ptr::null_mut());
        ffi::luaL_tolstring(state, 2, ptr::null_mut());
        ffi::lua_concat(state, 2);
    }
    1
}
