//! The stack of a script, and the errors of Lua as [`ScriptError`]s.
//!
//! Nothing here raises, except [`on_error`] and [`wrap`]'s second half, which say so.

#![allow(unsafe_code)] // C functions for Lua

use std::borrow::Cow;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};

use glotta_core::{ErrorKind, ScriptError, StackFrame, Value};
use mlua_sys as ffi;

use crate::bind;
use crate::read::Reader;
use crate::stack::{Activation, Stack};
use crate::userdata::{self, Tag, Thrown};
use crate::vm::{CallRecord, Vm, out_of_memory};

/// How many levels of a stack are shown at its inner and at its outer end.
const INNER: usize = 30;
const OUTER: i32 = 10;

/// How far the start of the current call is searched for in a deep stack; beyond it the outer end is left out.
/// (Finding a level costs as many steps as it is deep.)
const SEARCHED: i32 = 2000;

/// The calls that led to the running one, innermost first, up to where the engine called the script.
pub(crate) fn capture(stack: Stack, vm: &Vm) -> Vec<StackFrame> {
    let mut frames = Vec::new();
    if !stack.check(4) {
        return frames;
    }
    let record = vm.record();
    let base = record.map_or(std::ptr::null(), |record| record.base);
    let mut level = 0;
    let mut outermost_is_script = false;
    while let Some(activation) = call_at(stack, level, base) {
        if frames.len() == INNER {
            let end = end_of_stack(stack, level, base);
            let hidden = end - level - OUTER;
            if hidden > 0 {
                frames.push(more(vm, hidden));
                level += hidden;
                continue;
            }
        }
        level += 1;
        if let Some((frame, is_script)) = frame_of(stack, vm, activation) {
            frames.push(frame);
            outermost_is_script = is_script;
        }
    }
    // The engine calls functions by name; Lua, which names functions by how they are called, does not know it.
    if let (true, Some(id), Some(last)) =
        (outermost_is_script, record.and_then(|record| record.function), frames.last_mut())
        && last.function.is_empty()
        && let Some(name) = vm.modules.borrow().name_of(id)
    {
        last.function = name.to_string();
    }
    frames
}

/// What stands for levels that are not shown.
fn more(vm: &Vm, hidden: impl std::fmt::Display) -> StackFrame {
    StackFrame {
        language: vm.info.name,
        source: format!("… {hidden} more"),
        line: 0,
        function: String::new(),
    }
}

/// The call at a level, unless it is the one that the engine was in when it called the script.
fn call_at(stack: Stack, level: i32, base: *const c_void) -> Option<Activation> {
    stack.activation(level).filter(|call| base.is_null() || call.identity() != base)
}

/// The first level past the end of the stack, where `inside` is one before it.
fn end_of_stack(stack: Stack, inside: i32, base: *const c_void) -> i32 {
    let mut low = inside;
    let mut high = inside.max(1) * 2;
    while stack.activation(high).is_some() {
        low = high;
        high = high.saturating_mul(2);
    }
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if stack.activation(middle).is_some() { low = middle } else { high = middle }
    }
    if base.is_null() {
        return high;
    }
    (inside..high.min(SEARCHED)).find(|&level| call_at(stack, level, base).is_none()).unwrap_or(high)
}

/// A call as a level of the stack, and whether it is one of a script; `None` for Lua's own functions.
fn frame_of(stack: Stack, vm: &Vm, mut call: Activation) -> Option<(StackFrame, bool)> {
    call.describe();
    if call.what() == b"C" {
        call.push_function();
        let function = bind::bound_function(stack);
        stack.pop(1);
        let function = function?.to_string();
        let frame = StackFrame { language: vm.info.name, source: String::new(), line: 0, function };
        return Some((frame, false));
    }
    let source = match call.source() {
        [b'@' | b'=', path @ ..] => lossy(path),
        _ => lossy(call.short_source()),
    };
    let (name, name_kind) = call.name();
    let function = match name_kind {
        b"" | b"hook" => String::new(),
        b"metamethod" => format!("__{}", lossy(name)),
        _ => lossy(name).into_owned(),
    };
    let frame =
        StackFrame { language: vm.info.name, source: source.into_owned(), line: call.line(), function };
    Some((frame, call.what() != b"main"))
}

fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// A path as Lua's messages print it: its end, if it is long.
fn short_source(path: &str) -> Cow<'_, str> {
    const SIZE: usize = 60;
    if path.len() < SIZE {
        return Cow::Borrowed(path);
    }
    let bytes = path.as_bytes();
    Cow::Owned(format!("...{}", lossy(&bytes[bytes.len() - (SIZE - 4)..])))
}

/// Splits `path:line: message` if it starts so with that very path.
fn split_place<'a>(text: &'a str, path: &str) -> Option<(u32, &'a str)> {
    let rest = text.strip_prefix(&*short_source(path))?.strip_prefix(':')?;
    let (line, message) = rest.split_once(": ")?;
    Some((line.parse().ok()?, message))
}

/// An error of Lua, a text with its place before it, as an error of ours.
fn from_text(vm: &Vm, text: &str, frames: Vec<StackFrame>) -> ScriptError {
    let kind_of = |message: &str| {
        if message == "not enough memory" { ErrorKind::OutOfMemory } else { ErrorKind::Runtime }
    };
    // The place is before the message if Lua or `error` put it there. It is believed if it is that of a level of the
    // stack, or if there is a script of that path (the text may have been caught and raised again elsewhere).
    let of_stack = frames.iter().find_map(|frame| {
        let (line, message) = split_place(text, &frame.source)?;
        (line == frame.line).then(|| (frame.source.clone(), line, message))
    });
    let placed = of_stack.or_else(|| {
        vm.known_paths().into_iter().find_map(|path| {
            let (line, message) = split_place(text, &path)?;
            Some((path.to_string(), line, message))
        })
    });
    let mut error = match placed {
        Some((path, line, message)) => {
            ScriptError::new(kind_of(message), tidy(message)).at(vm.info.name, &path, line, 0)
        }
        None => ScriptError::new(kind_of(text), tidy(text)),
    };
    error.push_frames(frames);
    error
}

/// The message as a reader should see it.
fn tidy(message: &str) -> String {
    match message {
        "stack overflow" | "C stack overflow" => "stack overflow: the calls are nested too deeply".to_owned(),
        _ => message.to_owned(),
    }
}

/// The error of a text that Lua could not compile.
pub(crate) fn syntax_error(vm: &Vm, path: &str, text: &[u8]) -> ScriptError {
    let text = lossy(text);
    let (line, message) = match &*text {
        // The parser has its own way of saying so, and no place for it.
        "C stack overflow" => (0, "the source is nested too deeply"),
        text => split_place(text, path).unwrap_or((0, text)),
    };
    ScriptError::new(ErrorKind::Syntax, message.to_owned()).at(vm.info.name, path, line, 0)
}

/// The value of an error, at an index, as an error of ours, with these levels of the stack.
fn from_value(stack: Stack, vm: &Vm, index: i32, frames: Vec<StackFrame>) -> ScriptError {
    if let Some(bytes) = stack.bytes(index) {
        return from_text(vm, &lossy(bytes), frames);
    }
    let text = match Reader::new(stack, vm, None).value(index) {
        Ok(Value::Null) => "nil".to_owned(),
        Ok(value) => value.to_string(),
        Err(_) => format!("a {}", stack.type_name(index)),
    };
    let mut error = ScriptError::new(ErrorKind::Runtime, format!("error object: {text}"));
    error.push_frames(frames);
    error
}

/// The error that ended a protected call without our message handler; its value is on top and stays there.
pub(crate) fn error_value(stack: Stack, vm: &Vm, status: i32) -> ScriptError {
    if status == ffi::LUA_ERRMEM {
        return out_of_memory();
    }
    if let Some(error) = userdata::with(stack, -1, |thrown: &mut Thrown| thrown.error.clone()) {
        return error;
    }
    from_value(stack, vm, -1, Vec::new())
}

/// The error that ended a call from the engine, with what the message handler noted of it.
#[cold]
pub(crate) fn ended(stack: Stack, vm: &Vm, record: &CallRecord, status: i32) -> ScriptError {
    // There is no call of the handler for a lack of memory, and an older note would be of another error.
    let noted = record.error.take();
    match noted {
        Some(error) if status != ffi::LUA_ERRMEM => error,
        _ => error_value(stack, vm, status),
    }
}

/// The levels of the stack that belong to an error on its way: those it brought from a coroutine, then those of
/// this state.
fn levels(stack: Stack, vm: &Vm, index: i32) -> Vec<StackFrame> {
    let brought = vm.coroutine_trace.borrow_mut().take();
    let mut frames = brought
        .filter(|trace| trace.value == stack.address(index))
        .map_or_else(Vec::new, |trace| trace.frames);
    frames.extend(capture(stack, vm));
    // Coroutines that resume coroutines bring a long stack together.
    let hidden = frames.len().saturating_sub(INNER + OUTER as usize);
    if hidden > 1 {
        frames.splice(INNER..INNER + hidden, [more(vm, hidden)]);
    }
    frames
}

/// Makes sure that an error of ours, at an index, has been through the stack of this state; false if the value
/// there is none.
fn trace_thrown(stack: Stack, vm: &Vm, index: i32) -> bool {
    if userdata::tag(stack, index) != Some(Tag::Error) {
        return false;
    }
    let frames = capture(stack, vm);
    userdata::with(stack, index, |thrown: &mut Thrown| {
        if thrown.traced != stack {
            thrown.error.push_frames(frames);
            thrown.traced = stack;
        }
    });
    true
}

/// The message handler of calls from the engine: notes the error with its place and stack while the stack is still
/// there. The error's value goes on as it is.
pub(crate) unsafe extern "C-unwind" fn on_error(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    // An object of the script's own may have a `__tostring`.
    let is_object = stack.kind(1) == ffi::LUA_TTABLE;
    if is_object {
        stack.push_native(to_string);
        stack.push_copy(1);
        if stack.protected_call(1, 1, 0) != ffi::LUA_OK {
            stack.set_top(1);
        }
    }
    // A panic here would be a fault of ours; the error then goes on without its stack.
    let _ = catch_unwind(AssertUnwindSafe(|| {
        let Some(record) = vm.record() else { return };
        if trace_thrown(stack, vm, 1) {
            record.error.set(userdata::with(stack, 1, |thrown: &mut Thrown| thrown.error.clone()));
        } else {
            let index = if is_object && stack.kind(2) == ffi::LUA_TSTRING { 2 } else { 1 };
            let frames = levels(stack, vm, 1);
            record.error.set(Some(from_value(stack, vm, index, frames)));
        }
    }));
    stack.set_top(1);
    1
}

/// What a table's `__tostring` makes of it; nil if it has none. May raise.
unsafe extern "C-unwind" fn to_string(state: *mut ffi::lua_State) -> i32 {
    // SAFETY: no destructors here.
    unsafe {
        if ffi::luaL_getmetafield(state, 1, c"__tostring".as_ptr()) == ffi::LUA_TNIL {
            return 0;
        }
        ffi::luaL_tolstring(state, 1, std::ptr::null_mut());
    }
    1
}

/// Notes the stack of a coroutine that ended with an error, whose value is on its top, before that stack is lost.
pub(crate) fn note_coroutine(coroutine: Stack, vm: &Vm) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        if trace_thrown(coroutine, vm, -1) {
            return;
        }
        let frames = levels(coroutine, vm, -1);
        let trace = crate::vm::CoroutineTrace { value: coroutine.address(-1), frames };
        *vm.coroutine_trace.borrow_mut() = Some(trace);
    }));
}
