//! Compiling a script and running its body.

#![allow(unsafe_code)] // C functions for Lua

use std::ffi::{CString, c_int};

use glotta_core::{ModuleId, ScriptError};
use mlua_sys as ffi;

use crate::environment;
use crate::stack::{REGISTRY, Stack};
use crate::trace;
use crate::vm::{CallRecord, Vm, out_of_memory, stack_overflow};

/// A script that was run: registry slots of its globals, and of what it returned (its globals if that was nothing).
pub(crate) struct Ran {
    pub(crate) globals: c_int,
    pub(crate) value: c_int,
}

struct Request<'a> {
    path: &'a str,
    text: &'a [u8],
    chunk_name: CString,
    module: Option<ModuleId>,
    ran: Ran,
}

/// The name under which Lua knows a script; its messages show it without the sign.
fn chunk_name(path: &str) -> CString {
    let mut bytes = Vec::with_capacity(path.len() + 2);
    bytes.push(b'@');
    bytes.extend(path.bytes().filter(|byte| *byte != 0));
    CString::new(bytes).unwrap_or_default()
}

/// The text as Lua should see it: without a byte order mark, and without a first line for a shell (`#!…`), whose
/// line break stays so that lines count the same.
fn body(text: &str) -> &[u8] {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let skipped = if text.starts_with('#') { text.find('\n').unwrap_or(text.len()) } else { 0 };
    &text.as_bytes()[skipped..]
}

/// Compiles a script and runs its body in new globals.
pub(crate) fn run(
    stack: Stack,
    vm: &Vm,
    record: &CallRecord,
    path: &str,
    text: &str,
    module: Option<ModuleId>,
) -> Result<Ran, ScriptError> {
    if !stack.check(4) {
        return Err(stack_overflow());
    }
    let nothing = Ran { globals: ffi::LUA_NOREF, value: ffi::LUA_NOREF };
    let mut request = Request { path, text: body(text), chunk_name: chunk_name(path), module, ran: nothing };
    stack.push_native(trace::on_error);
    let handler = stack.top();
    stack.push_native(run_chunk);
    stack.push_light((&raw mut request).cast());
    let status = stack.protected_call(1, 1, handler);
    let result = match status {
        ffi::LUA_OK => match stack.bytes(-1) {
            None => Ok(request.ran),
            Some(message) => {
                forget(stack, request.ran);
                Err(trace::syntax_error(vm, path, message))
            }
        },
        status => {
            forget(stack, request.ran);
            Err(trace::ended(stack, vm, record, status).at(vm.info.name, path, 0, 0))
        }
    };
    stack.pop(2);
    result
}

/// Frees the registry slots of a script.
pub(crate) fn forget(stack: Stack, ran: Ran) {
    for slot in [ran.globals, ran.value] {
        release(stack, slot);
    }
}

/// Frees a slot of the registry. Writing over a used place does not raise.
pub(crate) fn release(stack: Stack, slot: c_int) {
    // SAFETY: the state is alive; slots that were never made (negative) are ignored.
    unsafe { ffi::luaL_unref(stack.0, REGISTRY, slot) }
}

/// Runs the [`Request`] in argument 1. Returns the message if the text is no program.
unsafe extern "C-unwind" fn run_chunk(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    // SAFETY: called by `run` only, whose request outlives the call and which does not touch it meanwhile; no
    // destructors in this frame.
    unsafe {
        let request = stack.userdata(1).cast::<Request<'_>>();
        let (path, text) = ((*request).path, (*request).text);
        environment::push_globals(stack, vm, path, (*request).module);
        let globals = stack.top();
        stack.push_copy(globals);
        (*request).ran.globals = stack.reference();
        let status = compile(stack, text, &(*request).chunk_name);
        match status {
            ffi::LUA_OK => {}
            ffi::LUA_ERRMEM => stack.raise(),
            _ => return 1,
        }
        stack.push_copy(globals);
        ffi::lua_setupvalue(state, -2, 1);
        ffi::lua_call(state, 0, 1);
        if stack.kind(-1) == ffi::LUA_TNIL {
            stack.push_copy(globals);
        }
        (*request).ran.value = stack.reference();
        stack.push_nil();
    }
    1
}

/// Compiles a text; leaves a function or a message. Never raises.
fn compile(stack: Stack, text: &[u8], chunk_name: &CString) -> c_int {
    // SAFETY: the state is alive, the text is valid for its length, and the names end with a zero.
    unsafe {
        ffi::luaL_loadbufferx(stack.0, text.as_ptr().cast(), text.len(), chunk_name.as_ptr(), c"t".as_ptr())
    }
}

/// Checks a text without running it.
pub(crate) fn validate(stack: Stack, vm: &Vm, path: &str, text: &str) -> Result<(), ScriptError> {
    if !stack.check(2) {
        return Err(stack_overflow());
    }
    match compile(stack, body(text), &chunk_name(path)) {
        ffi::LUA_OK => Ok(()),
        ffi::LUA_ERRMEM => Err(out_of_memory()),
        _ => Err(trace::syntax_error(vm, path, stack.bytes(-1).unwrap_or_default())),
    }
}
