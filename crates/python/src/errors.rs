//! Errors of ours as exceptions, and exceptions as errors of ours.

#![allow(unsafe_code)] // raises, and reads what was raised

use std::ffi::CStr;
use std::ptr;

use glotta_core::{ErrorKind, Function, ScriptError, StackFrame};
use pyo3::ffi;

use crate::memory::Unlimited;
use crate::py::{self, Obj, Raised, Ref};
use crate::types;

/// The language's name in errors.
pub(crate) const LANGUAGE: &str = "python";

/// Which of Python's own exceptions an error of ours is too.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// What goes with its kind: a `TypeError`, a `LookupError`.
    OfKind,
    /// An `AttributeError`, so that `hasattr` understands it.
    Attribute,
    /// An `IndexError`, so that loops end.
    Index,
    /// A `ModuleNotFoundError`.
    Import,
}

impl Shape {
    const fn name(self) -> &'static str {
        match self {
            Self::OfKind => "",
            Self::Attribute => "attribute",
            Self::Index => "index",
            Self::Import => "import",
        }
    }
}

/// The name under which capsules hold a [`Boxed`].
const CAPSULE: &CStr = c"glotta.error";

/// An error inside an exception.
struct Boxed {
    error: ScriptError,
}

unsafe extern "C" fn drop_boxed(capsule: Ref) {
    // SAFETY: Python calls this once, at the capsule's end; `capsule` below made it from a box.
    unsafe {
        let inside = ffi::PyCapsule_GetPointer(capsule, CAPSULE.as_ptr());
        if !inside.is_null() {
            drop(Box::from_raw(inside.cast::<Boxed>()));
        }
    }
}

fn capsule(error: ScriptError) -> Result<Obj, Raised> {
    let inside = Box::into_raw(Box::new(Boxed { error }));
    // SAFETY: the capsule owns the box from here on.
    unsafe {
        Obj::own(ffi::PyCapsule_New(inside.cast(), CAPSULE.as_ptr(), Some(drop_boxed))).inspect_err(|_| {
            drop(Box::from_raw(inside));
        })
    }
}

fn boxed(capsule: &Obj) -> Option<&Boxed> {
    // SAFETY: a capsule of that name holds a box that lives as long as it.
    unsafe {
        if ffi::PyCapsule_IsValid(capsule.as_ptr(), CAPSULE.as_ptr()) == 0 {
            return None;
        }
        ffi::PyCapsule_GetPointer(capsule.as_ptr(), CAPSULE.as_ptr()).cast::<Boxed>().as_ref()
    }
}

/// Raises an error of ours as an exception; `function` is what the script called. Gives null, for Python.
#[cold]
#[inline(never)]
pub(crate) fn raise(error: ScriptError, shape: Shape, function: Option<&'static Function>) -> Ref {
    let _unlimited = Unlimited::new();
    if set_exception(error, shape, function).is_err() {
        // SAFETY: asks, and sets what needs no memory.
        unsafe {
            if ffi::PyErr_Occurred().is_null() {
                ffi::PyErr_NoMemory();
            }
        }
    }
    ptr::null_mut()
}

fn set_exception(
    mut error: ScriptError,
    shape: Shape,
    function: Option<&'static Function>,
) -> Result<(), Raised> {
    // SAFETY: see the rule of `py`. What was raised meanwhile is what the error tells of.
    unsafe { ffi::PyErr_Clear() };
    let known = types::known().ok_or(Raised)?;
    if let Some(function) = function {
        error.push_frames([StackFrame {
            language: LANGUAGE,
            source: String::new(),
            line: 0,
            function: function.to_string(),
        }]);
    }
    if let Some((path, line)) = place() {
        error = error.at(LANGUAGE, &path, line, 0);
    }
    let source = if error.source().is_empty() { Obj::none() } else { Obj::text(error.source())? };
    let line = error.line().map_or_else(|| Ok(Obj::none()), |line| Obj::int(i64::from(line)))?;
    let exception = known.make_error.call([
        Obj::text(shape.name())?,
        Obj::text(error.message())?,
        Obj::text(error.kind().name())?,
        source,
        line,
        Obj::text(&error.report())?,
        capsule(error)?,
    ])?;
    // SAFETY: both are alive.
    unsafe { ffi::PyErr_SetObject(py::type_of(exception.as_ptr()).cast(), exception.as_ptr()) };
    Ok(())
}

/// Where the running script is.
fn place() -> Option<(String, u32)> {
    // SAFETY: the frame is borrowed from the thread, its code is ours for a while.
    unsafe {
        let frame = ffi::PyEval_GetFrame();
        if frame.is_null() {
            return None;
        }
        let line = ffi::PyFrame_GetLineNumber(frame);
        let code = Obj::own(ffi::PyFrame_GetCode(frame).cast()).ok()?;
        let path = code.attr(c"co_filename").ok()?.to_text()?;
        (path != "<glotta>").then_some((path, u32::try_from(line).unwrap_or(0)))
    }
}

/// The exception that ended a call from the engine, as an error of ours. `path` is the script that was called.
#[cold]
pub(crate) fn taken(path: &str, compiling: bool) -> ScriptError {
    taken_of(None, path, compiling)
}

/// As [`taken`], after `function` was called. What failed before its first line, for it takes another number of arguments,
/// has failed where it is defined.
#[cold]
pub(crate) fn taken_from(function: &Obj, path: &str) -> ScriptError {
    taken_of(Some(function), path, false)
}

/// Where a function of a script is defined; none for what is no function, or a method.
fn defined_at(function: &Obj) -> Option<(String, u32)> {
    // SAFETY: the object is alive. What a script made a type of itself is not asked for anything.
    let function = unsafe {
        let is_native = (*py::type_of(function.as_ptr())).tp_flags & ffi::Py_TPFLAGS_HEAPTYPE == 0;
        if is_native && py::type_name(function.as_ptr()) == "method" {
            function.attr(c"__func__").ok()?
        } else {
            function.clone()
        }
    };
    // SAFETY: the code is borrowed from the function.
    let code = unsafe {
        if ffi::PyFunction_Check(function.as_ptr()) == 0 {
            return None;
        }
        Obj::borrow(ffi::PyFunction_GetCode(function.as_ptr()))
    };
    let path = code.attr(c"co_filename").ok()?.to_text()?;
    let line = u32::try_from(code.attr(c"co_firstlineno").ok()?.to_int()?).ok()?;
    (path != "<glotta>").then_some((path, line))
}

fn taken_of(function: Option<&Obj>, path: &str, compiling: bool) -> ScriptError {
    let _unlimited = Unlimited::new();
    let Some(exception) = py::take_exception() else {
        return ScriptError::host("python gave neither a result nor an exception");
    };
    let error = described(&exception, compiling).unwrap_or_else(|| {
        let name = py::type_name(exception.as_ptr());
        py::take_exception();
        let kind = if name == "MemoryError" { ErrorKind::OutOfMemory } else { ErrorKind::Runtime };
        ScriptError::new(kind, format!("{name}, and more cannot be said of it"))
    });
    match function.filter(|_| error.source().is_empty()).and_then(defined_at) {
        Some((path, line)) => error.at(LANGUAGE, &path, line, 0),
        None => error.at(LANGUAGE, path, 0, 0),
    }
}

fn described(exception: &Obj, compiling: bool) -> Option<ScriptError> {
    let known = types::known()?;
    let parts = known.describe.call([exception.clone(), Obj::bool(compiling)]).ok()?;
    let text = |place: usize| parts.at(place)?.to_text();
    let number = |place: usize| u32::try_from(parts.at(place)?.to_int()?).ok();
    let frames = parts.at(5)?;
    let frames = crate::read::sequence(frames.as_ptr()).map(Obj::borrow).filter_map(|frame| {
        Some(StackFrame {
            language: LANGUAGE,
            source: frame.at(0)?.to_text()?,
            line: u32::try_from(frame.at(1)?.to_int()?).unwrap_or(0),
            function: frame.at(2)?.to_text()?,
        })
    });
    let mut error = match parts.at(6).as_ref().and_then(boxed) {
        Some(boxed) => boxed.error.clone(),
        None => {
            let source = text(2)?;
            let error = ScriptError::new(kind_of(&text(0)?), text(1)?);
            if source.is_empty() {
                error
            } else {
                error.at(LANGUAGE, &source, number(3).unwrap_or(0), number(4).unwrap_or(0))
            }
        }
    };
    error.push_frames(frames);
    Some(error)
}

fn kind_of(name: &str) -> ErrorKind {
    const KINDS: [ErrorKind; 8] = [
        ErrorKind::Syntax,
        ErrorKind::Runtime,
        ErrorKind::Type,
        ErrorKind::Argument,
        ErrorKind::NotFound,
        ErrorKind::Timeout,
        ErrorKind::OutOfMemory,
        ErrorKind::Host,
    ];
    KINDS.into_iter().find(|kind| kind.name() == name).unwrap_or(ErrorKind::Runtime)
}

/// The exception that was raised while the engine made something, as an error of ours.
#[cold]
pub(crate) fn of_host(what: &str) -> ScriptError {
    let _unlimited = Unlimited::new();
    match py::take_exception() {
        Some(exception) if py::type_name(exception.as_ptr()) != "MemoryError" => {
            let name = py::type_name(exception.as_ptr());
            // SAFETY: see the rule of `py`.
            let text = Obj::own(unsafe { ffi::PyObject_Str(exception.as_ptr()) })
                .ok()
                .and_then(|text| text.to_text());
            ScriptError::host(format!("python cannot make {what}: {name}: {}", text.unwrap_or_default()))
        }
        _ => out_of_memory(),
    }
}

#[cold]
pub(crate) fn out_of_memory() -> ScriptError {
    py::take_exception();
    ScriptError::new(ErrorKind::OutOfMemory, "not enough memory")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_that_a_script_made_up_is_a_runtime_error() {
        assert_eq!(kind_of("not-found"), ErrorKind::NotFound);
        assert_eq!(kind_of("timeout"), ErrorKind::Timeout);
        assert_eq!(kind_of("made up"), ErrorKind::Runtime);
    }
}
